import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { control, PersonAtWork, send } from '../support/person.ts';
import { startSimulators, type RunningSimulators } from './kit/start.ts';

let info: RunningSimulators;
let stop: () => Promise<void>;
let token: string;
const directory = mkdtempSync(join(tmpdir(), 'cardbridge-holds-'));
beforeAll(async () => {
  ({ info, stop } = await startSimulators({ directory, sample: 'none' }));
});
afterAll(async () => {
  await stop();
  rmSync(directory, { recursive: true });
});
beforeEach(async () => {
  await control(info, 'POST', 'reset');
  const { authority, clientId, clientSecret } = info.graph;
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, scope: 'x/.default' });
  form.set('client_secret', clientSecret);
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await send(
    info.caFile,
    'POST',
    `${authority}/oauth2/v2.0/token`,
    '',
    Buffer.from(String(form)),
    headers,
  );
  token = (answer.body as { access_token: string }).access_token;
});

const ADA = 'ada@contoso.example';
const asProduct = (method: string, path: string, body?: object) =>
  send(info.caFile, method, `${info.graph.url}${path}`, token, body).then(
    ({ status }) => status,
    () => 'cut' as const,
  );
const create = (surname: string) => ({ method: 'POST', url: `/users/${ADA}/contacts`, body: { surname } });
const batchOf = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    id: String(n),
    ...create(`Number ${n}`),
    headers: { 'Content-Type': 'application/json' },
  }));
const surnames = async () =>
  (await new PersonAtWork(info, ADA).outlook<{ value: { surname: string }[] }>('GET', '/contacts?$top=100')).value.map(
    ({ surname }) => surname,
  );
const held = async () => (await control<{ held: { when: string }[] }>(info, 'GET', 'faults/held?ms=60000')).held;
const hold = (when: string, more: object = {}) =>
  control(info, 'POST', 'faults', { service: 'any', effect: { kind: 'hold', when }, ...more });

describe('a call held at an exact point', () => {
  it('before: it has arrived and nothing is done; let go it is done, cut it never is', async () => {
    for (const cut of [false, true]) {
      await hold('before', { skip: 1 });
      expect(await asProduct('GET', `/users/${ADA}/contacts`)).toBe(200);
      const answer = asProduct('POST', `/users/${ADA}/contacts`, { surname: `Cut ${cut}` });
      expect(await held()).toMatchObject([
        { when: 'before', method: 'POST', service: 'graph', user: ADA, part: false },
      ]);
      expect(await surnames()).toEqual(cut ? ['Cut false'] : []);
      await control(info, 'POST', 'faults/release', { cut });
      expect(await answer).toBe(cut ? 'cut' : 201);
    }
    expect(await surnames()).toEqual(['Cut false']);
  });

  it('after: it is done, and its answer is sent once it is let go, or never', async () => {
    for (const cut of [false, true]) {
      await hold('after');
      const answer = asProduct('POST', `/users/${ADA}/contacts`, { surname: `Cut ${cut}` });
      expect(await held()).toMatchObject([{ when: 'after' }]);
      expect(await surnames()).toContain(`Cut ${cut}`);
      await control(info, 'POST', 'faults/release', { cut });
      expect(await answer).toBe(cut ? 'cut' : 201);
    }
  });

  it('inside a batch the rest waits with it: let go the batch ends whole, cut it ends half done', async () => {
    for (const [cut, done] of [
      [false, 20],
      [true, 10],
    ] as const) {
      await control(info, 'POST', 'reset');
      await hold('before', { service: 'graph', match: { part: true }, skip: 10 });
      const answer = asProduct('POST', '/$batch', { requests: batchOf(20) });
      expect(await held()).toMatchObject([{ when: 'before', part: true }]);
      expect(await surnames()).toHaveLength(10);
      await control(info, 'POST', 'faults/release', { cut });
      expect(await answer).toBe(cut ? 'cut' : 200);
      expect(await surnames()).toHaveLength(done);
    }
  });

  it('clearing the faults lets go what is held', async () => {
    await hold('before');
    const answer = asProduct('GET', `/users/${ADA}/contacts`);
    await held();
    await control(info, 'DELETE', 'faults');
    expect(await answer).toBe(200);
  });
});
