import type { RunningSimulators } from '../simulators/kit/start.ts';
import { send } from '../support/person.ts';

/** One request inside a batch; `path` begins at the mailbox. */
export interface FloorPart {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
}

/** The calls that a session makes, in a bare loop with no engine: what the network and the services take by themselves. */
export class Floor {
  /** Counted as the product counts its own, so that the two can be held against each other. */
  calls = { mailbox: 0, salesforce: 0 };
  private readonly info: RunningSimulators;
  private readonly email: string;
  private readonly graphToken: string;
  private readonly salesforceToken: string;

  private constructor(info: RunningSimulators, email: string, graphToken: string, salesforceToken: string) {
    this.info = info;
    this.email = email;
    this.graphToken = graphToken;
    this.salesforceToken = salesforceToken;
  }

  /** With tokens of a check, which the simulators count no calls of. */
  static of(info: RunningSimulators, email: string): Floor {
    const user = info.users.find((one) => one.email === email);
    if (user === undefined) throw new Error(`Nobody is ${email}.`);
    return new Floor(info, email, user.mailboxToken, user.salesforceToken);
  }

  async graph<T>(method: string, path: string, body?: object, prefer = ''): Promise<T> {
    const url = path.startsWith('https:') ? path : `${this.info.graph.url}${path}`;
    const headers = { prefer: ['IdType="ImmutableId"', prefer].filter(Boolean).join(', ') };
    this.calls.mailbox += 1;
    return this.good(await send(this.info.caFile, method, url, this.graphToken, body, headers));
  }

  async salesforce<T>(
    method: string,
    path: string,
    body?: object,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<T> {
    return this.good(await this.ask(method, path, body, headers));
  }

  private ask(method: string, path: string, body?: object, headers: Readonly<Record<string, string>> = {}) {
    this.calls.salesforce += 1;
    const { url, apiVersion } = this.info.salesforce;
    const address = path.startsWith('/services') ? `${url}${path}` : `${url}/services/data/${apiVersion}${path}`;
    return send(this.info.caFile, method, address, this.salesforceToken, body, headers);
  }

  /** The fields of the Contact; `since`: only if they changed after that moment. */
  async describe(since?: Date): Promise<void> {
    const path = '/sobjects/Contact/describe';
    const { status, body } = await this.ask(
      'GET',
      path,
      undefined,
      since && { 'If-Modified-Since': since.toUTCString() },
    );
    if (status !== 304) this.good({ status, body });
  }

  private good<T>({ status, body }: { readonly status: number; readonly body: unknown }): T {
    if (status >= 300) throw new Error(`${status} ${JSON.stringify(body).slice(0, 300)}`);
    return body as T;
  }

  get root(): string {
    return `/users/${this.email}`;
  }

  /** The parts' bodies in the order given, 20 a call. Throws for a part that failed, unless its status is named. */
  async batches<T>(parts: readonly FloorPart[], tolerated?: number): Promise<T[]> {
    const answers: T[] = [];
    for (let at = 0; at < parts.length; at += 20) {
      const requests = parts.slice(at, at + 20).map(({ method, path, headers, body }, id) => ({
        id: String(id),
        method,
        url: `${this.root}${path}`,
        headers: {
          Prefer: 'IdType="ImmutableId"',
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body }),
      }));
      const { responses } = await this.graph<{ responses: { id: string; status: number; body: T }[] }>(
        'POST',
        '/$batch',
        { requests },
      );
      for (const { status, body } of [...responses].sort((a, b) => Number(a.id) - Number(b.id))) {
        if (status !== tolerated) this.good({ status, body });
        answers.push(body);
      }
    }
    return answers;
  }

  /** All pages, and the delta link where the last one has one. `path` begins at the mailbox, or is one of Graph's own links. */
  async pages<T>(path: string, prefer = ''): Promise<{ readonly found: T[]; readonly link: string }> {
    const found: T[] = [];
    let link = '';
    let next: string | undefined = path.startsWith('https:') ? path : `${this.root}${path}`;
    while (next !== undefined) {
      const page: { value: T[]; '@odata.nextLink'?: string; '@odata.deltaLink'?: string } = await this.graph(
        'GET',
        next,
        undefined,
        prefer,
      );
      found.push(...page.value);
      link = page['@odata.deltaLink'] ?? '';
      next = page['@odata.nextLink'];
    }
    return { found, link };
  }

  async query<T>(soql: string): Promise<T[]> {
    const found: T[] = [];
    const path = `/query?q=${encodeURIComponent(soql)}`;
    if (path.length > LONGEST_ADDRESS) return this.longQuery(path);
    let next: string | undefined = path;
    while (next !== undefined) {
      const page: { records: T[]; nextRecordsUrl?: string } = await this.salesforce('GET', next, undefined, PAGES);
      found.push(...page.records);
      next = page.nextRecordsUrl;
    }
    return found;
  }

  private async longQuery<T>(path: string): Promise<T[]> {
    const compositeRequest = [
      {
        method: 'GET',
        url: `/services/data/${this.info.salesforce.apiVersion}${path}`,
        referenceId: 'part0',
        httpHeaders: PAGES,
      },
    ];
    const body = { allOrNone: false, compositeRequest };
    type Parts = { readonly compositeResponse: readonly { httpStatusCode: number; body: { records: T[] } }[] };
    const [part] = (await this.salesforce<Parts>('POST', '/composite', body)).compositeResponse;
    if (part === undefined) throw new Error('The composite request has no answer.');
    return this.good<{ records: T[] }>({ status: part.httpStatusCode, body: part.body }).records;
  }
}

/** As the product has it: what is longer goes in the body of a composite request. */
const LONGEST_ADDRESS = 8000;
const PAGES = { 'Sforce-Query-Options': 'batchSize=2000' };
