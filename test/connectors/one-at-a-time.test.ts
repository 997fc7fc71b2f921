import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Channel, Pace } from '../../server/connectors/http.ts';
import { certificates } from '../simulators/kit/tls.ts';

let directory: string;
let caFile: string;
let server: Server;
let atOnce = 0;
let most = 0;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'cardbridge-one-at-a-time-'));
  const { key, certificate, caFile: authority } = await certificates(directory);
  caFile = authority;
  server = createServer({ key, cert: certificate }, (_request, response) => {
    atOnce += 1;
    most = Math.max(most, atOnce);
    setTimeout(() => {
      atOnce -= 1;
      response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}');
    }, 20);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(directory, { recursive: true });
});

it('two channels to one mailbox, a session and a preview beside it, have one request on its way between them', async () => {
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const send = (pace: Pace) =>
    new Channel({ token: async () => 'token', caFile, pace }).send({ method: 'GET', url, repeat: 'read' });
  const shared = new Pace();
  await Promise.all(Array.from({ length: 6 }, () => send(shared)));
  expect(most).toBe(1);
  // Of two mailboxes each has its own.
  await Promise.all([send(new Pace()), send(new Pace()), send(new Pace())]);
  expect(most).toBeGreaterThan(1);
});
