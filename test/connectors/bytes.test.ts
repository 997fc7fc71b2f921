import { mkdtempSync, rmSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Channel } from '../../server/connectors/http.ts';
import { certificates } from '../simulators/kit/tls.ts';

const directory = mkdtempSync(join(tmpdir(), 'cardbridge-bytes-'));
let server: Server;
let channel: Channel;
let answer: (response: ServerResponse) => void;

beforeAll(async () => {
  const { key, certificate, caFile } = await certificates(directory);
  server = createServer({ key, cert: certificate }, (_request, response) => answer(response));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  channel = new Channel({ token: async () => 'token', caFile });
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
  rmSync(directory, { recursive: true });
});

const read = async (mostBytes: number) => {
  const { port } = server.address() as AddressInfo;
  return channel.send({ method: 'GET', url: `https://127.0.0.1:${port}/`, repeat: 'read', mostBytes });
};

describe('bytes', () => {
  it('are read up to as many as were asked for', async () => {
    answer = (response) => response.end('12345678');
    expect((await read(8)).body).toEqual(Buffer.from('12345678'));
    expect((await read(7)).body).toBeUndefined();
  });

  it('of an answer without an end are not listened to', async () => {
    let closed: Promise<unknown> = Promise.resolve();
    answer = (response) => {
      closed = new Promise((done) => response.on('close', done));
      Readable.from(
        (function* () {
          for (;;) yield Buffer.alloc(10_000);
        })(),
      ).pipe(response);
    };
    expect((await read(100_000)).body).toBeUndefined();
    await closed;
  });

  it('are never unpacked: a small answer stays a small one', async () => {
    const packed = gzipSync(Buffer.alloc(5_000_000));
    answer = (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed);
    expect((await read(10_000)).body).toEqual(packed);
  });
});
