import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Channel } from '../../server/connectors/http.ts';
import { Wire } from '../../server/connectors/salesforce/transport.ts';
import { certificates } from '../simulators/kit/tls.ts';

const directory = mkdtempSync(join(tmpdir(), 'cardbridge-bytes-'));
let server: Server;
let caFile: string;
let channel: Channel;
let answer: (response: ServerResponse) => void;

beforeAll(async () => {
  const made = await certificates(directory);
  const { key, certificate } = made;
  caFile = made.caFile;
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

describe('an answer without an end', () => {
  const endless = (response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{"value":"');
    const part = Buffer.alloc(1024 * 1024, 'a');
    Readable.from(
      (function* () {
        for (;;) yield part;
      })(),
    ).pipe(response);
  };

  it('[J3] to a call by our own client is read up to a limit, once, and is a failure of a known kind', async () => {
    let asked = 0;
    let closed: Promise<unknown> = Promise.resolve();
    answer = (response) => {
      asked += 1;
      closed = new Promise((done) => response.on('close', done));
      endless(response);
    };
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    await expect(channel.send({ method: 'GET', url, repeat: 'read' })).rejects.toMatchObject({
      failure: { kind: 'unavailable', code: 'answer-too-large' },
    });
    await closed;
    expect(asked).toBe(1);
  });

  it('[J3] from Salesforce likewise, also where it is small until it is unpacked', async () => {
    const wire = new Wire(readFileSync(caFile, 'utf8'), 60_000);
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const send = () => wire.send({ method: 'GET', url, headers: {} });
    answer = endless;
    await expect(send()).rejects.toMatchObject({ reason: 'too-large', sent: true });
    const bomb = gzipSync(Buffer.alloc(257 * 1024 * 1024), { level: 1 });
    answer = (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
    await expect(send()).rejects.toMatchObject({ reason: 'too-large', sent: true });
  });
});
