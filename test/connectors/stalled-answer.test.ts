import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Channel, type HttpRequest } from '../../server/connectors/http.ts';
import { certificates } from '../simulators/kit/tls.ts';

let directory: string;
/** Longer than a handshake takes on a machine that does much else besides. */
const TIMEOUT_MS = 2000;
let server: Server;
let channel: Channel;
let asked = 0;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'cardbridge-stalled-'));
  const { key, certificate, caFile } = await certificates(directory);
  server = createServer({ key, cert: certificate }, (_request, response) => {
    asked += 1;
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': 100 });
    response.write('{"value":');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  channel = new Channel({ token: async () => 'token', caFile, timeoutMs: TIMEOUT_MS });
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(directory, { recursive: true });
});

describe('an answer that stands still in the middle of its body', () => {
  for (const [kind, more] of Object.entries({ JSON: {}, bytes: { mostBytes: 1000 } }))
    it(`[J3] is given up after the time-out, as a failure that may have been done: ${kind}`, async () => {
      const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      const request: HttpRequest = { method: 'PATCH', url, body: {}, repeat: 'write', ...more };
      asked = 0;
      await expect(channel.send(request)).rejects.toMatchObject({
        failure: { kind: 'unavailable', code: 'no-answer', maybeDone: true },
      });
      expect(asked).toBe(1);
    });
});
