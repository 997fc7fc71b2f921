import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Problem, Session } from '../../server/http/contract.ts';
import { sendRaw } from '../fuzz/raw-request.ts';
import { TestServer } from './test-server.ts';

/** A header with which to ask whose request it is takes until the connection is cut. */
const UNTIL_CUT = 'x-until-cut';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start({
    authenticator: {
      async authenticate(request) {
        const { headers, socket } = request as IncomingMessage;
        if (headers[UNTIL_CUT] !== undefined && !socket.readableEnded) await once(socket, 'end');
        return undefined;
      },
    },
  });
});
afterAll(() => server.stop());

const raw = (text: string, ends = false) =>
  sendRaw(Number(new URL(server.url).port), { bytes: Buffer.from(text, 'latin1'), ends });

describe('requests that are not as they should be', () => {
  it('a page’s cursor that is none begins anew', async () => {
    const ada = server.person();
    for (const path of ['contacts?after=Ann', 'activity?before=Ann', 'sessions?before=Ann', 'contacts?after=%C3%A9'])
      expect((await ada.get(`/api/${path}`)).status, path).toBe(200);
  });

  it('texts that neither a database nor a service keeps are refused, and named', async () => {
    const ada = server.person();
    for (const path of ['contacts?q=%00', 'activity?email=a%00b', 'search?q=ann%00', 'people?email=%00a@x.example']) {
      const { status, body } = await ada.get<Problem>(`/api/${path}`);
      expect([status, body.errors?.length], path).toEqual([400, 1]);
    }
    const { status, body } = await ada.put<Problem>('/api/people/ann%40x.example', {
      sync: true,
      name: '\ud800',
      fields: { title: 'a\0b' },
    });
    expect([status, body.errors?.[0]?.path]).toEqual([400, 'body.name']);
    expect((await ada.put('/api/contacts/%00', { sync: true })).status).toBe(400);
  });

  it('a request that is cut off while it is asked whose it is, is refused, and nothing of it is done', async () => {
    await server.jobs.start();
    const ada = server.person();
    const head = `POST /api/sessions HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${ada.token}\r\n${UNTIL_CUT}: yes\r\n`;
    const answer = await raw(`${head}Content-Type: application/json\r\nContent-Length: 10\r\n\r\n`, true);
    expect(answer).toMatchObject({ status: 400 });
    // The refusal is that of the connection; whatever the request still does has its turns at the database among these.
    for (let turn = 0; turn < 30; turn += 1)
      expect((await ada.get<{ sessions: Session[] }>('/api/sessions')).body.sessions).toEqual([]);
  });

  it('what is no HTTP is a problem too, and what came whole before it is answered', async () => {
    for (const [text, status] of [
      ['GET / HTTP/1.1\r\nBad Name: x\r\n\r\n', 400],
      [`GET / HTTP/1.1\r\nHost: a\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`, 431],
      ['PUT /api/settings HTTP/1.1\r\nHost: a\r\nContent-Length: ten\r\n\r\n{}', 400],
    ] as const) {
      const answer = await raw(text, true);
      if (answer === 'closed') throw new Error('closed');
      expect([answer.status, answer.headers['content-type']]).toEqual([status, expect.stringMatching(/problem\+json/)]);
      expect(JSON.parse(answer.body)).toMatchObject({ status, code: 'bad-request' });
    }
    const whole = await raw('GET /api/client-config HTTP/1.1\r\nHost: a\r\n\r\nrubbish\r\n\r\n');
    expect(whole).toMatchObject({ status: 200 });
    const waited = await raw('GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\nExpect: anything\r\n\r\n');
    expect(waited).toMatchObject({ status: 200 });
    const ada = server.person();
    expect((await ada.get<{ sessions: Session[] }>('/api/sessions')).status).toBe(200);
  });
});
