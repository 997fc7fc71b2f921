export interface PersonHere {
  readonly name: string;
  readonly email: string;
  readonly salesforceUserId: string;
}

export interface State {
  readonly appUrl: string;
  readonly people: readonly PersonHere[];
}

async function call<T>(method: string, path: string, body?: object): Promise<T> {
  const answer = await fetch(path, {
    method,
    headers: { 'x-playground': '1', 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const content: unknown = answer.status === 204 ? undefined : await answer.json().catch(() => undefined);
  if (!answer.ok) throw new Error(`${method} ${path.split('?')[0] ?? ''}: ${answer.status} ${reason(content)}`);
  return content as T;
}

/** What the vendors' errors say, wherever they say it. */
function reason(content: unknown): string {
  const one = (Array.isArray(content) ? content[0] : content) as
    { message?: string; error?: { message?: string } } | undefined;
  return one?.message ?? one?.error?.message ?? '';
}

export const loadState = (): Promise<State> => call('GET', '/state.json');
export const control = <T>(method: string, path: string, body?: object): Promise<T> =>
  call(method, `/control/${path}`, body);
export const serverProcess = (act: 'kill' | 'start'): Promise<unknown> => call('POST', `/server/${act}`);

/** The vendors' own APIs, as one of the people. */
export class Services {
  private readonly email: string;
  constructor(email: string) {
    this.email = email;
  }

  graph<T>(method: string, path: string, body?: object): Promise<T> {
    return call(method, `/graph/${this.email}${path}`, body);
  }

  /** Of a contact; undefined: it has none. */
  async photo(id: string): Promise<Blob | undefined> {
    const answer = await fetch(`/graph/${this.email}/contacts/${id}/photo/$value`, {
      headers: { 'x-playground': '1' },
    });
    return answer.ok ? answer.blob() : undefined;
  }

  salesforce<T>(method: string, path: string, body?: object): Promise<T> {
    return call(method, `/salesforce/${this.email}${path}`, body);
  }

  async query<T>(soql: string): Promise<T[]> {
    const found: T[] = [];
    let path = `/query?q=${encodeURIComponent(soql)}`;
    for (;;) {
      const page = await this.salesforce<{ records: T[]; nextRecordsUrl?: string }>('GET', path);
      found.push(...page.records);
      if (page.nextRecordsUrl === undefined) return found;
      path = page.nextRecordsUrl.replace(/^\/services\/data\/v[\d.]+/, '');
    }
  }

  /** All pages of a listing. */
  async pages<T>(path: string): Promise<T[]> {
    const found: T[] = [];
    let next: string | undefined = path;
    while (next !== undefined) {
      const page: { value: T[]; '@odata.nextLink'?: string } = await this.graph('GET', next);
      found.push(...page.value);
      next = page['@odata.nextLink']?.replace(/^.*\/(?:me|users\/[^/]+)(?=\/)/, '');
    }
    return found;
  }
}
