import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import type { Ask, RunningSimulators } from '../simulators/kit/start.ts';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

const agents = new Map<string, Agent>();

/** One HTTPS request with the simulators' authority trusted; an object is sent as JSON. */
export function send(
  caFile: string,
  method: string,
  url: string,
  token: string,
  body?: object | Buffer,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  let agent = agents.get(caFile);
  if (agent === undefined) {
    agent = new Agent({ ca: readFileSync(caFile), keepAlive: true });
    agents.set(caFile, agent);
  }
  const bytes = bytesOf(body);
  return new Promise((done, fail) => {
    const outgoing = request(url, {
      method,
      agent,
      headers: {
        authorization: `Bearer ${token}`,
        ...(bytes === undefined
          ? {}
          : {
              ...typeOf(body),
              'content-length': String(bytes.length),
            }),
        ...headers,
      },
    });
    outgoing.on('error', fail);
    outgoing.on('response', (incoming) => {
      const parts: Buffer[] = [];
      incoming.on('data', (part: Buffer) => parts.push(part));
      incoming.on('error', fail);
      incoming.on('end', () => {
        const all = Buffer.concat(parts);
        const json = /json/.test(incoming.headers['content-type'] ?? '');
        done({
          status: incoming.statusCode ?? 0,
          body: json ? (JSON.parse(all.toString('utf8')) as unknown) : all,
          headers: incoming.headers,
        });
      });
    });
    outgoing.end(bytes);
  });
}

function bytesOf(body: object | Buffer | undefined): Buffer | undefined {
  return body === undefined || Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
}

const typeOf = (body: unknown) => ({ 'content-type': Buffer.isBuffer(body) ? 'image/jpeg' : 'application/json' });

/** A person at work in their mailbox and in Salesforce, through the vendors' own APIs; and what the simulators' control does for them. */
export class PersonAtWork {
  readonly email: string;
  private readonly info: RunningSimulators;
  private readonly ask: Ask | undefined;
  private readonly mailboxToken: string;
  private readonly salesforceToken: string;
  readonly salesforceUserId: string;

  /** `ask`: in this process, not over TLS. */
  constructor(info: RunningSimulators, email: string, ask?: Ask) {
    const user = info.users.find((one) => one.email === email);
    if (user === undefined) throw new Error(`Nobody is ${email}.`);
    this.info = info;
    this.ask = ask;
    this.email = email;
    this.mailboxToken = user.mailboxToken;
    this.salesforceToken = user.salesforceToken;
    this.salesforceUserId = user.salesforceUserId;
  }

  /** `path` below the mailbox, ids immutable. Throws for anything but success. */
  async outlook<T = Record<string, unknown>>(method: string, path: string, body?: object | Buffer): Promise<T> {
    const url = `${this.info.graph.url}/me${path}`;
    return this.good(method, url, this.mailboxToken, body, { prefer: 'IdType="ImmutableId"' });
  }

  /** Up to 20 requests in one. Throws unless every one succeeds. */
  async graphBatch(requests: readonly object[]): Promise<void> {
    const { responses } = await this.good<{ responses: { status: number; body: unknown }[] }>(
      'POST',
      `${this.info.graph.url}/$batch`,
      this.mailboxToken,
      { requests },
      {},
    );
    const bad = responses.find(({ status }) => status >= 300);
    if (bad !== undefined) throw new Error(`batch: ${JSON.stringify(bad)}`);
  }

  /** `path` below `/services/data/vNN.N`. */
  async salesforce<T = Record<string, unknown>>(method: string, path: string, body?: object): Promise<T> {
    const url = `${this.info.salesforce.url}/services/data/${this.info.salesforce.apiVersion}${path}`;
    return this.good(method, url, this.salesforceToken, body, {});
  }

  async query<T = Record<string, unknown>>(soql: string): Promise<T[]> {
    const found: T[] = [];
    let page = await this.salesforce<{ records: T[]; nextRecordsUrl?: string }>(
      'GET',
      `/query?q=${encodeURIComponent(soql)}`,
    );
    for (;;) {
      found.push(...page.records);
      if (page.nextRecordsUrl === undefined) return found;
      page = await this.salesforce('GET', page.nextRecordsUrl.replace(/^\/services\/data\/v[\d.]+/, ''));
    }
  }

  async control<T = Record<string, unknown>>(method: string, path: string, body?: object): Promise<T> {
    return control<T>(this.info, method, path, body);
  }

  private async good<T>(
    method: string,
    url: string,
    token: string,
    body: object | Buffer | undefined,
    headers: Readonly<Record<string, string>>,
  ): Promise<T> {
    const answer = await this.answer(method, url, token, body, headers);
    if (answer.status >= 300) throw new Error(`${method} ${url}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body as T;
  }

  private answer(
    method: string,
    url: string,
    token: string,
    body: object | Buffer | undefined,
    headers: Readonly<Record<string, string>>,
  ): Promise<{ readonly status: number; readonly body: unknown }> {
    if (this.ask === undefined) return send(this.info.caFile, method, url, token, body, headers);
    const bytes = bytesOf(body);
    return this.ask({
      method,
      url,
      headers: { authorization: `Bearer ${token}`, ...(bytes === undefined ? {} : typeOf(body)), ...headers },
      body: bytes ?? Buffer.alloc(0),
    });
  }
}

/** Throws for anything but success. */
export async function control<T = Record<string, unknown>>(
  info: RunningSimulators,
  method: string,
  path: string,
  body?: object,
): Promise<T> {
  const answer = await fetch(`${info.control.url}/${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} /${path}: ${answer.status} ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}
