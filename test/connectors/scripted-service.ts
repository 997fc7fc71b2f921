import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jwtVerify } from 'jose';
import { generate } from 'selfsigned';

export interface Asked {
  readonly method: string;
  /** Decoded, with its query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** `cut`: no answer; `half`: an answer that stops midway; `hang`: none for a long time. */
export type Reply =
  | { readonly status?: number; readonly headers?: Record<string, string>; readonly body: unknown }
  | 'cut'
  | 'half'
  | 'hang';

/** A Salesforce of which each answer is written by the test: for what a well-behaved service never sends. */
export async function scriptedService() {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pair = (value: typeof privateKey) => value.export({ type: 'pkcs8', format: 'pem' }).toString();
  const certificate = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
    keySize: 2048,
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  });
  const folder = mkdtempSync(join(tmpdir(), 'scripted-'));
  const caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, certificate.cert);

  const asked: Asked[] = [];
  const subjects: string[] = [];
  let answers: (request: Asked) => Reply = () => ({
    status: 404,
    body: [{ errorCode: 'NOT_FOUND', message: 'nothing here' }],
  });
  let refuseSignIn: Reply | undefined;
  let aheadMs = 0;

  const signIn = async (body: string): Promise<Reply> => {
    const form = new URLSearchParams(body);
    if (refuseSignIn !== undefined) return refuseSignIn;
    try {
      const { payload } = await jwtVerify(
        form.get('assertion') ?? '',
        createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })),
        {
          audience: url(),
          currentDate: new Date(Date.now() + aheadMs),
        },
      );
      subjects.push(payload.sub ?? '');
    } catch {
      return { status: 400, body: { error: 'invalid_grant', error_description: 'invalid assertion' } };
    }
    return {
      body: {
        access_token: `token-${subjects.length}`,
        instance_url: url(),
        id: `${url()}/id/00D000000000001/005000000000001`,
      },
    };
  };

  const server = createServer({ key: certificate.private, cert: certificate.cert }, (request, response) => {
    void (async () => {
      const body = await textOf(request);
      const path = decodeURIComponent((request.url ?? '').replace(/\+/g, ' '));
      const isSignIn = path === '/services/oauth2/token';
      const one: Asked = { method: request.method ?? '', path, headers: request.headers, body };
      if (!isSignIn) asked.push(one);
      const reply = isSignIn ? await signIn(body) : answers(one);
      if (reply === 'hang') return;
      if (reply === 'cut') return void request.socket.destroy();
      response.setHeader('date', new Date(Date.now() + aheadMs).toUTCString());
      if (reply === 'half') {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
        return void response.write('[{"success":tr', () => request.socket.destroy());
      }
      const text = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body);
      response.writeHead(reply.status ?? 200, { 'content-type': 'application/json;charset=UTF-8', ...reply.headers });
      response.end(text);
    })();
  });
  const url = () => `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: url(),
    caFile,
    privateKey: pair(privateKey),
    /** Every call but the sign-ins. */
    asked,
    /** The usernames of the sign-ins. */
    subjects,
    answer(by: (request: Asked) => Reply) {
      answers = by;
      asked.length = 0;
      subjects.length = 0;
    },
    refuseSignIn(reply: Reply | undefined) {
      refuseSignIn = reply;
    },
    /** The service's clock runs ahead of ours. */
    ahead(ms: number) {
      aheadMs = ms;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true });
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
