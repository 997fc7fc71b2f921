interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly attributes: readonly string[];
}

export interface Landed {
  readonly url: URL;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** As much of a browser as a sign-in needs: cookies by host, redirects, and one origin that is really served elsewhere. */
export class Browser {
  readonly cookies = new Map<string, Cookie>();
  /** Every address that was opened, in order. */
  readonly visited: string[] = [];
  private readonly origins: ReadonlyMap<string, string>;

  constructor(origins: Readonly<Record<string, string>>) {
    this.origins = new Map(Object.entries(origins));
  }

  async fetch(address: string, init: RequestInit = {}): Promise<Response> {
    const url = new URL(address);
    const own = `${url.host} `;
    const cookies = [...this.cookies]
      .filter(([key]) => key.startsWith(own))
      .map(([, { name, value }]) => `${name}=${value}`);
    const served = `${this.origins.get(url.origin) ?? url.origin}${url.pathname}${url.search}`;
    const headers = {
      ...(init.headers as Record<string, string>),
      ...(cookies.length === 0 ? {} : { cookie: cookies.join('; ') }),
    };
    const response = await fetch(served, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(/; */);
      const at = pair.indexOf('=');
      const cookie = { name: pair.slice(0, at), value: pair.slice(at + 1), attributes };
      const ended = attributes.some((one) => /^expires=thu, 01 jan 1970/i.test(one)) || cookie.value === '';
      if (ended) this.cookies.delete(`${own}${cookie.name}`);
      else this.cookies.set(`${own}${cookie.name}`, cookie);
    }
    return response;
  }

  /** The provider has forgotten who one is; what `host` gave stays. */
  keepOnly(host: string): void {
    for (const key of this.cookies.keys()) if (!key.startsWith(`${host} `)) this.cookies.delete(key);
  }

  cookie(host: string, name: string): Cookie | undefined {
    return this.cookies.get(`${host} ${name}`);
  }

  /** Opens an address as one types it, and goes where it leads; `stop`: not further than there. */
  async open(address: string, stop?: (url: URL) => boolean): Promise<Landed> {
    let url = new URL(address);
    for (let step = 0; step < 20; step += 1) {
      this.visited.push(url.href);
      if (stop?.(url) === true) return { url, status: 0, headers: new Headers(), text: '' };
      const response = await this.fetch(url.href);
      const location = response.headers.get('location');
      if (location === null)
        return { url, status: response.status, headers: response.headers, text: await response.text() };
      url = new URL(location, url);
    }
    throw new Error('The redirects do not end.');
  }
}
