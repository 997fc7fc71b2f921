import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect as connectPlain, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import express from 'express';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CertificateFiles } from '../../server/http/certificate.ts';
import { endConnections, listen } from '../../server/http/listen.ts';
import { certificates } from '../simulators/kit/tls.ts';

const HOUR_MS = 3_600_000;
let directory: string;
let files: CertificateFiles;
let ca: string;
const logged: string[] = [];
const log = {
  debug: () => undefined,
  info: (_facts: object, event: string) => void logged.push(event),
  warn: (_facts: object, event: string) => void logged.push(event),
  error: (_facts: object, event: string) => void logged.push(event),
};

/** Lays a certificate of a new authority at the same paths. */
async function issue(name: string): Promise<void> {
  const place = join(directory, name);
  mkdirSync(place);
  const { caFile, certificate, key } = await certificates(place);
  ca = readFileSync(caFile, 'utf8');
  writeFileSync(files.certificate, certificate);
  writeFileSync(files.key, key);
}

beforeEach(async () => {
  logged.length = 0;
  directory = mkdtempSync(join(tmpdir(), 'cardbridge-tls-'));
  files = { certificate: join(directory, 'cert.pem'), key: join(directory, 'key.pem') };
  await issue('first');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

async function served() {
  const app = express().get('/', (_request, response) => void response.send('here'));
  const server = listen(app, { port: 0, host: '127.0.0.1', tls: files, log });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  /** What is answered to that text by a server that this authority vouches for; throws where it does not. */
  const ask = async (text: string, authority = ca): Promise<string> => {
    const socket = connect({ port, host: '127.0.0.1', servername: 'localhost', ca: authority });
    await once(socket, 'secureConnect');
    socket.end(text.replaceAll('\n', '\r\n'));
    const parts: Buffer[] = [];
    for await (const part of socket) parts.push(part as Buffer);
    return Buffer.concat(parts).toString();
  };
  return { server, port, ask, stop: () => new Promise((stopped) => server.close(stopped)) };
}

const GET = 'GET / HTTP/1.1\nHost: localhost\nConnection: close\n\n';

describe('a server with a certificate', () => {
  it('keeps nobody who begins no handshake, or breaks it off, and ends whatever is under way', async () => {
    const { server, port, stop } = await served();
    const silent = connectPlain(port, '127.0.0.1');
    const noise = connectPlain(port, '127.0.0.1');
    noise.write('GET / HTTP/1.1\r\n\r\n');
    await once(noise, 'close');
    const [stopped, ended] = [stop(), once(silent, 'close')];
    endConnections(server);
    await Promise.all([stopped, ended]);
  });

  it('answers over https, and to what is no request with a problem', async () => {
    const { ask, stop } = await served();
    expect(await ask(GET)).toMatch(/^HTTP\/1\.1 200 [^]*here$/);
    expect(await ask('nonsense\n\n')).toMatch(/^HTTP\/1\.1 400 [^]*application\/problem\+json/);
    await stop();
  });

  it('uses a renewed one within the hour, and keeps the one it has where the new one cannot be used', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      const { ask, stop } = await served();
      const first = ca;
      await issue('second');
      expect(await ask(GET, first)).toMatch(/^HTTP\/1\.1 200 /);
      vi.advanceTimersByTime(HOUR_MS);
      expect(await ask(GET)).toMatch(/^HTTP\/1\.1 200 /);
      await expect(ask(GET, first)).rejects.toThrow();
      const [cert, key] = [readFileSync(files.certificate), readFileSync(files.key)];
      const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const another = privateKey.export({ type: 'pkcs8', format: 'pem' });
      for (const [badCert, badKey] of [
        [cert, 'half a file'],
        [cert, ''],
        ['', key],
        ['', ''],
        [cert, another],
      ] as const) {
        writeFileSync(files.certificate, badCert);
        writeFileSync(files.key, badKey);
        vi.advanceTimersByTime(HOUR_MS);
        expect(await ask(GET)).toMatch(/^HTTP\/1\.1 200 /);
      }
      expect(logged).toEqual(['certificate-renewed', ...Array.from({ length: 5 }, () => 'certificate-not-usable')]);
      await stop();
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});
