import type { RunningSimulators } from '../simulators/kit/start.ts';
import { send } from '../support/person.ts';

/** The calls that a session makes, in a bare loop with no engine: what the network and the services take by themselves. */
export class Floor {
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
    return this.good(await send(this.info.caFile, method, url, this.graphToken, body, headers));
  }

  async salesforce<T>(method: string, path: string, body?: object): Promise<T> {
    const { url, apiVersion } = this.info.salesforce;
    const address = path.startsWith('/services') ? `${url}${path}` : `${url}/services/data/${apiVersion}${path}`;
    return this.good(await send(this.info.caFile, method, address, this.salesforceToken, body));
  }

  private good<T>({ status, body }: { readonly status: number; readonly body: unknown }): T {
    if (status >= 300) throw new Error(`${status} ${JSON.stringify(body).slice(0, 300)}`);
    return body as T;
  }

  get root(): string {
    return `/users/${this.email}`;
  }

  async batches(parts: readonly { method: string; path: string; body?: object }[]): Promise<unknown[]> {
    const answers: unknown[] = [];
    for (let at = 0; at < parts.length; at += 20) {
      const requests = parts.slice(at, at + 20).map(({ method, path, body }, id) => ({
        id: String(id),
        method,
        url: `${this.root}${path}`,
        headers: { 'Content-Type': 'application/json', Prefer: 'IdType="ImmutableId"' },
        ...(body === undefined ? {} : { body }),
      }));
      const { responses } = await this.graph<{ responses: { id: string; body: unknown }[] }>('POST', '/$batch', {
        requests,
      });
      answers.push(...[...responses].sort((a, b) => Number(a.id) - Number(b.id)).map((response) => response.body));
    }
    return answers;
  }

  async pages<T>(path: string, prefer = ''): Promise<T[]> {
    const found: T[] = [];
    let next: string | undefined = `${this.root}${path}`;
    while (next !== undefined) {
      const page: { value: T[]; '@odata.nextLink'?: string } = await this.graph('GET', next, undefined, prefer);
      found.push(...page.value);
      next = page['@odata.nextLink'];
    }
    return found;
  }

  async query<T>(soql: string): Promise<T[]> {
    const found: T[] = [];
    let next: string | undefined = `/query?q=${encodeURIComponent(soql)}`;
    while (next !== undefined) {
      const page: { records: T[]; nextRecordsUrl?: string } = await this.salesforce('GET', next);
      found.push(...page.records);
      next = page.nextRecordsUrl;
    }
    return found;
  }
}
