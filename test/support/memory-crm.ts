import type {
  AccountAnswer,
  CallUsage,
  Crm,
  CrmConnector,
  CrmSchema,
  RecordChange,
  RecordDraft,
  RecordFate,
  RecordRemoval,
} from '../../server/connectors/crm.ts';
import type { CrmRecord, FieldMap, PairingKeys, RecordHead, Value } from '../../server/model/contact.ts';
import { FailureError, type Failure, type Outcome } from '../../server/model/failure.ts';
import type { Filter } from '../../server/model/settings.ts';
import { pairingKeys } from '../../server/planner/pairing.ts';
import { RULES } from './builders.ts';
import type { Trouble } from './memory-mailbox.ts';

const LOST: Failure = { kind: 'unavailable', code: 'answer-lost', message: 'The answer was lost.', maybeDone: true };
const NOT_SENT: Failure = { kind: 'unavailable', code: 'not-sent', message: 'The connection was cut.' };

interface Stored extends CrmRecord {
  readonly deleted: boolean;
  readonly mergedInto?: string;
}

/** A Salesforce org in memory, seen by one person: records, merges, lost access, and the trouble that a test makes. */
export class MemoryCrm {
  readonly records = new Map<string, Stored>();
  readonly accounts = new Map<string, string>();
  readonly hidden = new Set<string>();
  readonly me = 'u1';
  externalKey = true;
  viewReadable = true;
  usage: CallUsage | undefined = { used: 18, allowed: 15_000 };
  trouble: (call: string) => Trouble = () => undefined;
  /** Names the fields that it refuses for a record, as a validation rule does. */
  refuses: (fields: FieldMap) => Failure | undefined = () => undefined;
  /** Which records the custom view selects. */
  inView: (record: CrmRecord) => boolean = () => true;
  calls = 0;
  private seq = 0;

  put(record: Partial<CrmRecord> & { readonly fields?: FieldMap }): CrmRecord {
    const id = record.id ?? `rec-${String(++this.seq).padStart(6, '0')}`;
    const old = this.records.get(id);
    const now = new Date().toISOString();
    const made: Stored = {
      ownerId: this.me,
      createdAt: now,
      fields: {},
      deleted: false,
      ...old,
      ...record,
      id,
      modifiedAt: now,
      version: `r${++this.seq}`,
    };
    this.records.set(id, made);
    return made;
  }

  delete(id: string): void {
    const record = this.records.get(id);
    if (record !== undefined) this.records.set(id, { ...record, deleted: true, version: `r${++this.seq}` });
  }

  merge(master: string, loser: string): void {
    this.delete(loser);
    const record = this.records.get(loser);
    if (record !== undefined) this.records.set(loser, { ...record, mergedInto: master });
    const winner = this.records.get(master);
    if (winner !== undefined) this.put(winner);
  }

  get live(): CrmRecord[] {
    return [...this.records.values()].filter((record) => !record.deleted);
  }

  connector(): CrmConnector {
    return {
      byUsername: true,
      open: () => this.open(),
      recordUrl: (id) => `https://org.example/${id}`,
      checkSettings: async () => [],
    };
  }

  open(): Crm {
    const start = this.calls;
    const calls = () => this.calls - start;
    const schema: CrmSchema = { rules: RULES, required: [], externalKey: this.externalKey, version: 's1' };
    const view = (filter: Filter) => this.call('view', () => this.selected(filter));
    async function* pages<T>(list: T[]): AsyncIterable<T[]> {
      for (let at = 0; at === 0 || at < list.length; at += 2000) yield list.slice(at, at + 2000);
    }
    return {
      get calls() {
        return calls();
      },
      clockOffset: 0,
      usage: this.usage,
      identity: async () => ({
        orgId: 'org',
        userId: this.me,
        username: 'ada@contoso.example',
        instanceUrl: 'https://org.example',
      }),
      schema: async () => schema,
      listViews: async () => [],
      view: ((filter: Filter) => pages(view(filter))) as Crm['view'],
      count: async (filter) => this.selected(filter).length,
      read: ((ids: readonly string[]) => pages(this.call('read', () => this.visible(ids)))) as Crm['read'],
      sameVersion: (a, b) => a === b,
      mayHideAnEdit: () => false,
      fates: async (ids) => this.call('fates', () => new Map(ids.map((id) => [id, this.fate(id)]))),
      candidates: async (keys) => this.call('candidates', () => this.candidates(keys)),
      search: async (text, limit) => this.call('search', () => this.found(text).slice(0, limit)),
      surroundings: async (_email, domain) =>
        this.call('surroundings', () => ({ colleagues: this.companiesOf(domain), sites: [] })),
      accounts: async (companies) =>
        this.call('accounts', () => new Map(companies.map((company) => [company, this.account(company)]))),
      findByIntents: async (intents) =>
        this.call(
          'find',
          () =>
            new Map(
              [...this.records.values()].flatMap((record) =>
                record.key !== undefined && intents.includes(record.key) ? [[record.key, record] as const] : [],
              ),
            ),
        ),
      findBySentValues: async (draft) =>
        this.call('find', () => {
          const made = [...this.records.values()].filter(
            (record) =>
              record.fields.lastName === draft.fields.lastName &&
              record.fields.email === (draft.fields.email ?? undefined),
          );
          const live = made.filter((record) => !record.deleted);
          return live.length > 0 ? live : made;
        }),
      // All is visible at once, and nothing is on its way any more.
      coveredUntil: async () => Date.now() + 10 * 60_000,
      create: async (drafts) => this.writes('create', drafts, (draft) => this.create(draft)),
      update: async (changes) => this.writes('update', changes, (change) => this.update(change)),
      remove: async (removals) => this.writes('remove', removals, (removal) => this.remove(removal)),
      undelete: async (ids) => this.writes('undelete', ids, (id) => this.undelete(id)),
    };
  }

  private call<T>(name: string, answer: () => T): T {
    this.calls += 1;
    if (this.trouble(name) !== undefined) throw new FailureError(NOT_SENT);
    return answer();
  }

  private async writes<T, R>(name: string, list: readonly T[], one: (entry: T) => Outcome<R>): Promise<Outcome<R>[]> {
    this.calls += 1;
    const trouble = this.trouble(name);
    if (trouble === 'before') return list.map(() => ({ ok: false, failure: NOT_SENT }));
    const outcomes = list.map(one);
    return trouble === 'after' ? list.map(() => ({ ok: false, failure: LOST })) : outcomes;
  }

  private visible(ids: readonly string[]): CrmRecord[] {
    return ids.flatMap((id) => {
      const record = this.records.get(id);
      return record === undefined || record.deleted || this.hidden.has(id) ? [] : [record];
    });
  }

  private selected(filter: Filter): (CrmRecord & RecordHead)[] {
    if (filter.kind === 'view' && !this.viewReadable)
      throw new FailureError({ kind: 'gone', code: 'crm-view-gone', message: 'The list view does not exist.' });
    return this.live.filter(
      (record) =>
        !this.hidden.has(record.id) &&
        (filter.kind === 'all' || (filter.kind === 'mine' ? record.ownerId === this.me : this.inView(record))),
    );
  }

  private fate(id: string): RecordFate {
    const record = this.records.get(id);
    if (record === undefined || this.hidden.has(id)) return { state: 'absent' };
    if (!record.deleted) return { state: 'visible', head: { id, version: record.version, ownerId: record.ownerId } };
    return record.mergedInto === undefined ? { state: 'deleted' } : { state: 'merged', into: record.mergedInto };
  }

  private candidates(keys: readonly PairingKeys[]): CrmRecord[] {
    return this.live.filter((record) => {
      const own = pairingKeys(record.fields);
      return (
        !this.hidden.has(record.id) &&
        keys.some(
          (key) =>
            key.emails.some((email) => own.emails.includes(email)) ||
            (key.name === own.name && (key.emails.length === 0 || own.emails.length === 0)),
        )
      );
    });
  }

  private found(text: string): CrmRecord[] {
    const words = text.trim().toLowerCase().split(/\s+/);
    if (words[0] === '') return [];
    return this.live.filter(({ id, fields: { firstName, lastName, email, company } }) => {
      const whole = [firstName, lastName, '\n', email, '\n', company].map((part) => String(part ?? '')).join(' ');
      return !this.hidden.has(id) && words.every((word) => whole.toLowerCase().includes(word));
    });
  }

  private companiesOf(domain: string | undefined): string[] {
    return this.live.flatMap(({ fields: { email, company } }) =>
      domain !== undefined &&
      typeof company === 'string' &&
      String(email ?? '')
        .toLowerCase()
        .endsWith(`@${domain}`)
        ? [company]
        : [],
    );
  }

  private account(company: string): AccountAnswer {
    const wanted = company.trim().toLowerCase();
    const equal = [...this.accounts].find(([, name]) => name.toLowerCase() === wanted);
    if (equal !== undefined) return { state: 'equal', id: equal[0], name: equal[1] };
    const containing = [...this.accounts].filter(([, name]) => name.toLowerCase().includes(wanted));
    const [one] = containing;
    return one !== undefined && containing.length === 1
      ? { state: 'contains', id: one[0], name: one[1] }
      : { state: 'none' };
  }

  private company(accountId: string | null | undefined): FieldMap {
    const name = accountId === null || accountId === undefined ? undefined : this.accounts.get(accountId);
    return name === undefined ? {} : { company: name };
  }

  private create(draft: RecordDraft): Outcome<string> {
    const known = this.externalKey ? this.live.find((record) => record.key === draft.intent) : undefined;
    if (known !== undefined) return { ok: true, value: known.id };
    const fields = clean({ ...draft.fields, ...this.company(draft.accountId) });
    const refused = this.refuses(fields);
    if (refused !== undefined) return { ok: false, failure: refused };
    return { ok: true, value: this.put({ fields, ...(this.externalKey ? { key: draft.intent } : {}) }).id };
  }

  private update(change: RecordChange): Outcome<null> {
    const record = this.visible([change.id])[0];
    if (record === undefined)
      return { ok: false, failure: { kind: 'gone', code: 'gone', message: 'It is not there.' } };
    if (record.version !== change.version)
      return { ok: false, failure: { kind: 'stale', code: 'moved-on', message: 'It changed since.' } };
    const fields = clean({ ...record.fields, ...change.fields, ...this.company(change.accountId) });
    const refused = this.refuses(fields);
    if (refused !== undefined) return { ok: false, failure: refused };
    this.put({ ...record, fields });
    return { ok: true, value: null };
  }

  private remove({ id, version, ownerId }: RecordRemoval): Outcome<null> {
    const record = this.visible([id])[0];
    if (record === undefined)
      return { ok: false, failure: { kind: 'gone', code: 'gone', message: 'It is not there.' } };
    if (record.version !== version || record.ownerId !== ownerId)
      return { ok: false, failure: { kind: 'stale', code: 'moved-on', message: 'It changed since.' } };
    this.delete(id);
    return { ok: true, value: null };
  }

  private undelete(id: string): Outcome<null> {
    const record = this.records.get(id);
    if (record === undefined || !record.deleted)
      return { ok: false, failure: { kind: 'gone', code: 'gone', message: 'The Recycle Bin does not hold it.' } };
    this.records.set(id, { ...record, deleted: false });
    this.put({ id });
    return { ok: true, value: null };
  }
}

function clean(fields: { readonly [field: string]: Value | null | undefined }): FieldMap {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== undefined && value !== ''),
  ) as FieldMap;
}
