import type { Simulator } from './context.ts';

/** What a person asks of a service, and what they are answered: JSON is read, everything else is bytes. */
export interface Asked {
  readonly method: string;
  readonly url: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface Told {
  readonly status: number;
  readonly body: unknown;
}

/** The same question as over TLS, asked in this process: for whoever looks at everything again and again. Faults, holds and the call log are the product's alone. */
export async function ask(simulator: Simulator, { method, url, headers, body }: Asked): Promise<Told> {
  const { origin, pathname, searchParams } = new URL(url);
  const answer = await simulator.handle({ method, path: pathname, query: searchParams, headers, body, origin });
  const told = answer.body;
  if (told === undefined) return { status: answer.status, body: Buffer.alloc(0) };
  if (Buffer.isBuffer(told)) return { status: answer.status, body: Buffer.from(told) };
  // As it would be on the wire: nobody shares an object with the service.
  if (typeof told === 'object') return { status: answer.status, body: JSON.parse(JSON.stringify(told)) as unknown };
  const json = /json/.test(answer.headers?.['Content-Type'] ?? answer.headers?.['content-type'] ?? '');
  return { status: answer.status, body: json ? (JSON.parse(told) as unknown) : Buffer.from(told) };
}
