import { readFileSync } from 'node:fs';
import type { CrmRecord, PairingKeys, RecordHead, RecordId, Version } from '../../model/contact.ts';
import { FailureError, type Outcome } from '../../model/failure.ts';
import type { FieldMapping, Filter } from '../../model/settings.ts';
import type {
  CallUsage,
  Crm,
  CrmAccount,
  CrmConnector,
  CrmIdentity,
  CrmSchema,
  RecordChange,
  RecordDraft,
  RecordRemoval,
} from '../crm.ts';
import { accounts } from './accounts.ts';
import { SalesforceClient, type Log } from './client.ts';
import { createConnecting } from './connecting.ts';
import { described } from './describe.ts';
import { isRow, textOf } from './mapping.ts';
import { countOf, query } from './query.ts';
import {
  candidates,
  coveredUntil,
  fates,
  findByIntents,
  findBySentValues,
  read,
  readPage,
  selectOf,
  type Detail,
  type Reading,
} from './reads.ts';
import { orgSchema, Schemas, type AskSchema, type OrgSchema } from './schema.ts';
import { search, surroundings } from './searches.ts';
import { accountProblems, settingProblems } from './settings-check.ts';
import { SignIn } from './sign-in.ts';
import { Wire } from './transport.ts';
import { mayHideAnEdit, sameVersion } from './version.ts';
import { listViews, sourceOf } from './views.ts';
import { create, remove, undelete, update } from './writes.ts';

export interface SalesforceOptions {
  /** Without a slash at its end; also the audience of the JWT flow. */
  readonly loginUrl: string;
  /** Such as `67.0`. */
  readonly apiVersion: string;
  readonly clientId: string;
  /** Absent: a public client. */
  readonly clientSecret?: string;
  /** PEM; absent: nobody is called by the JWT flow. */
  readonly privateKey?: string;
  /** Whether people connect themselves; not, unless said. */
  readonly connects?: boolean;
  /** PEM file of an authority that is trusted besides the well-known ones. */
  readonly caFile?: string;
  /** API name of our external-id field, where the org has it (P3). */
  readonly externalKeyField: string;
  readonly mappings: readonly FieldMapping[];
  /** Until a call is given up. */
  readonly requestTimeoutMs?: number;
  /** Names and numbers only, never a contact's values. */
  readonly log?: Log;
}

const DEFAULT_TIMEOUT_MS = 120_000;
/** Refusals that tell that the describe no longer holds. */
const OUTDATED = new Set(['crm-invalid-field', 'crm-field-not-writable']);

/** Salesforce by its REST API (and SOAP for undelete), as CrmConnector demands. */
export function createSalesforceConnector(options: SalesforceOptions): CrmConnector {
  const ca = options.caFile === undefined ? undefined : readFileSync(options.caFile, 'utf8');
  const wire = new Wire(ca, options.requestTimeoutMs ?? DEFAULT_TIMEOUT_MS);
  const signIn = new SignIn(options, wire);
  const schemas = new Schemas();
  const open = (account: CrmAccount) => new SalesforceCrm(account, { options, wire, signIn, schemas });
  return {
    open,
    byUsername: options.privateKey !== undefined,
    ...(options.connects === true ? { connecting: createConnecting({ ...options, signIn, open }) } : {}),
    recordUrl: (id, instanceUrl) =>
      instanceUrl === undefined ? `${options.loginUrl}/${id}` : `${instanceUrl}/lightning/r/Contact/${id}/view`,
    checkSettings: (account, settings) => open(account).checkSettings(settings),
  };
}

interface Shared {
  readonly options: SalesforceOptions;
  readonly wire: Wire;
  readonly signIn: SignIn;
  readonly schemas: Schemas;
}

class SalesforceCrm implements Crm {
  private readonly account: CrmAccount;
  private readonly shared: Shared;
  private readonly client: SalesforceClient;
  private username: Promise<string> | undefined;

  constructor(account: CrmAccount, shared: Shared) {
    const { options, signIn, wire } = shared;
    this.account = account;
    this.shared = shared;
    const log = options.log ?? (() => undefined);
    this.client = new SalesforceClient({ account, signIn, wire, apiVersion: options.apiVersion, log });
  }

  get calls(): number {
    return this.client.calls;
  }

  get clockOffset(): number {
    return this.client.clockOffset;
  }

  get usage(): CallUsage | undefined {
    return this.client.usage;
  }

  async identity(): Promise<CrmIdentity> {
    const { orgId, userId, instanceUrl } = await this.client.session();
    this.username ??= this.askUsername();
    return { orgId, userId, username: await this.username, instanceUrl };
  }

  /** The JWT flow's subject is the username; a refresh token may be of another person than expected. */
  private async askUsername(): Promise<string> {
    if (this.account.refreshToken === undefined) return this.account.username;
    const { userId } = await this.client.session();
    // By the data API and not by userinfo, which answers 403 instead of 401 where the session has run out.
    const soql = `SELECT Username FROM User WHERE Id = '${userId}'`;
    const { body } = await this.client.read({ method: 'GET', path: `query?q=${encodeURIComponent(soql)}` });
    const [row] = isRow(body) && Array.isArray(body.records) ? (body.records as unknown[]) : [];
    const username = isRow(row) ? textOf(row, 'Username') : '';
    return username === '' ? this.account.username : username;
  }

  async orgSchema(): Promise<OrgSchema> {
    return this.shared.schemas.of(await this.schemaKey(), this.describe);
  }

  private readonly describe: AskSchema = async (since) => {
    const { mappings, externalKeyField } = this.shared.options;
    const { body, at, unchanged } = await this.client.read({
      method: 'GET',
      path: 'sobjects/Contact/describe',
      ...(since === undefined ? {} : { ifModifiedSince: since }),
    });
    if (unchanged === true) return 'unchanged';
    const fields = described(body);
    return fields === undefined ? undefined : { schema: orgSchema(fields, mappings, externalKeyField), at };
  };

  private async schemaKey(): Promise<string> {
    const { orgId, userId } = await this.client.session();
    return `${orgId}/${userId}`;
  }

  async schema(anew?: 'anew'): Promise<CrmSchema> {
    const key = await this.schemaKey();
    if (anew === 'anew') this.shared.schemas.forget(key);
    const { rules, required, externalKey, version } = await this.shared.schemas.current(key, this.describe);
    return { rules, required, externalKey, version };
  }

  checkSettings({ mappings, defaults, account }: Parameters<CrmConnector['checkSettings']>[1]) {
    return this.answered(async (reading) => [
      ...settingProblems(reading.schema.described, mappings, defaults),
      ...(await accountProblems(reading, account)),
    ]);
  }

  private async reading(): Promise<Reading> {
    return { client: this.client, schema: await this.orgSchema() };
  }

  listViews() {
    return listViews(this.client);
  }

  view(filter: Filter, detail: 'heads'): AsyncIterable<readonly RecordHead[]>;
  view(filter: Filter, detail: 'fields'): AsyncIterable<readonly CrmRecord[]>;
  view(filter: Filter, detail: Detail): AsyncIterable<readonly RecordHead[]> {
    return this.listing(filter.kind === 'view', async function* (reading) {
      const source = await sourceOf(reading.client, filter);
      for await (const page of query(reading.client, `${selectOf(reading, detail)} ${source}`))
        yield readPage(reading, page, detail);
    });
  }

  async count(filter: Filter): Promise<number> {
    return countOf(this.client, `SELECT COUNT() ${await sourceOf(this.client, filter)}`);
  }

  read(ids: readonly RecordId[], detail: 'heads'): AsyncIterable<readonly RecordHead[]>;
  read(ids: readonly RecordId[], detail: 'fields'): AsyncIterable<readonly CrmRecord[]>;
  read(ids: readonly RecordId[], detail: Detail): AsyncIterable<readonly RecordHead[]> {
    return this.listing(false, (reading) => read(reading, ids, detail));
  }

  /** A field that the describe had and the org has no more: the describe is read anew next time. */
  private async *listing(
    ownCondition: boolean,
    pages: (reading: Reading) => AsyncGenerator<readonly RecordHead[]>,
  ): AsyncGenerator<readonly RecordHead[]> {
    try {
      yield* pages(await this.reading());
    } catch (error) {
      throw await this.noted(error, ownCondition);
    }
  }

  private async answered<T>(ask: (reading: Reading) => Promise<T>): Promise<T> {
    try {
      return await ask(await this.reading());
    } catch (error) {
      throw await this.noted(error, false);
    }
  }

  private async noted(error: unknown, ownCondition: boolean): Promise<unknown> {
    if (!(error instanceof FailureError) || !OUTDATED.has(error.failure.code)) return error;
    this.shared.schemas.forget(await this.schemaKey());
    if (ownCondition) return error;
    const { message } = error.failure;
    return new FailureError({ kind: 'unavailable', code: 'crm-schema-changed', message }, { cause: error });
  }

  sameVersion(a: Version, b: Version): boolean {
    return sameVersion(a, b);
  }

  mayHideAnEdit(seen: Version, remembered: Version): boolean {
    return mayHideAnEdit(seen, remembered);
  }

  fates(ids: readonly RecordId[]) {
    return this.answered((reading) => fates(reading, ids));
  }

  candidates(keys: readonly PairingKeys[]) {
    return this.answered((reading) => candidates(reading, keys));
  }

  search(text: string, limit: number) {
    return this.answered((reading) => search(reading, text, limit));
  }

  surroundings(email: string, domain?: string) {
    return this.answered((reading) => surroundings(reading, email, domain));
  }

  accounts(companies: readonly string[]) {
    return this.answered((reading) => accounts(reading, companies));
  }

  findByIntents(intents: readonly string[]) {
    return this.answered((reading) => findByIntents(reading, intents));
  }

  findBySentValues(draft: RecordDraft, since: string) {
    return this.answered((reading) => findBySentValues(reading, draft, since));
  }

  coveredUntil() {
    return coveredUntil(this.client);
  }

  create(drafts: readonly RecordDraft[]) {
    return this.written((reading) => create(reading, drafts));
  }

  update(changes: readonly RecordChange[]) {
    return this.written((reading) => update(reading, changes));
  }

  remove(removals: readonly RecordRemoval[]) {
    return this.written((reading) => remove(reading, removals));
  }

  undelete(ids: readonly RecordId[]) {
    return this.written((reading) => undelete(reading, ids));
  }

  private async written<T>(
    write: (reading: Reading) => Promise<readonly Outcome<T>[]>,
  ): Promise<readonly Outcome<T>[]> {
    const outcomes = await write(await this.reading());
    const outdated = outcomes.some((outcome) => !outcome.ok && OUTDATED.has(outcome.failure.code));
    if (outdated) this.shared.schemas.forget(await this.schemaKey());
    return outcomes;
  }
}
