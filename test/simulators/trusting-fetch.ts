import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';

/** `fetch` that trusts the simulators' authority. */
export const trustingFetch =
  (caFile: string): typeof fetch =>
  (input, init = {}) =>
    new Promise((done, fail) => {
      const url = input instanceof Request ? input.url : String(input);
      const headers = Object.fromEntries(new Headers(input instanceof Request ? input.headers : init.headers));
      const method = init.method ?? (input instanceof Request ? input.method : 'GET');
      const outgoing = request(url, { method, headers, agent: new Agent({ ca: readFileSync(caFile) }) });
      outgoing.on('error', fail);
      outgoing.on('response', (incoming) => {
        const parts: Buffer[] = [];
        incoming.on('data', (part: Buffer) => parts.push(part));
        incoming.on('end', () => {
          const { statusCode: status = 500 } = incoming;
          const body = status === 204 ? null : Buffer.concat(parts);
          const given = Object.entries(incoming.headers).flatMap(([name, value]): [string, string][] =>
            value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
          );
          done(new Response(body, { status, headers: given }));
        });
      });
      const body = init.body ?? undefined;
      outgoing.end(typeof body === 'string' || body instanceof Uint8Array ? body : undefined);
    });
