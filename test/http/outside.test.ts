import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FailureError, type Failure } from '../../server/model/failure.ts';
import { NotPossible } from '../../server/engine/engine.ts';
import type { Problem, SamplePerson } from '../../server/http/contract.ts';
import { createStore } from '../../server/store/create-store.ts';
import { openDatabase } from '../../server/store/database.ts';
import { scriptedEngine } from '../support/scripted-engine.ts';
import { TestServer } from './test-server.ts';
import { inMemory } from '../support/embedded.ts';

/** What the engine meets when it asks Salesforce. */
let trouble: Error;
let server: TestServer;
const directory = mkdtempSync(join(tmpdir(), 'cardbridge-page-'));
const sample: SamplePerson = { name: 'Ada Park', email: 'ada@x.example', admin: false, service: 'graph', token: 't' };

beforeAll(async () => {
  writeFileSync(join(directory, 'index.html'), '<!doctype html><title>Cardbridge</title>');
  const unused = await openDatabase(await inMemory());
  const engine = scriptedEngine(createStore(unused, { secretKey: Buffer.alloc(32) }), async () => undefined, {
    checkFilter: async () => {
      throw trouble;
    },
    listViews: async () => {
      throw trouble;
    },
  });
  await unused.close();
  server = await TestServer.start({ engine, pageDirectory: directory, samplePeople: [sample] });
});
afterAll(async () => {
  await server.stop();
  rmSync(directory, { recursive: true });
});

const failure = (over: Partial<Failure> & Pick<Failure, 'kind' | 'code'>) =>
  new FailureError({ message: 'In its own words.', ...over });
const changeFilter = () => server.person().put<Problem>('/api/settings', { filter: { kind: 'all' }, paused: true });

describe('when the outside world says no', () => {
  it('[F3] too many contacts are refused with the number, and nothing of the change is saved', async () => {
    trouble = new NotPossible({ code: 'too-many-contacts', params: { count: '30000', limit: '20000' } });
    const person = server.person();
    const { status, body } = await person.put<Problem>('/api/settings', { filter: { kind: 'all' }, paused: true });
    expect([status, body.code]).toEqual([409, 'too-many-contacts']);
    expect(body.detail).toContain('30000');
    expect((await person.get('/api/settings')).body).toMatchObject({ filter: { kind: 'mine' }, paused: false });
  });

  it('[F2] a filter that cannot be read is the asking person’s to change: 422, with the words quoted', async () => {
    trouble = failure({ kind: 'gone', code: 'crm-view-gone' });
    expect((await changeFilter()).status).toBe(422);
    trouble = failure({ kind: 'rejected', code: 'crm-other' });
    const { status, body } = await changeFilter();
    expect([status, body.code]).toEqual([422, 'crm-other']);
    expect(body.detail).toContain('“In its own words.”');
  });

  it('what is only for now is 503, with the time to wait where it is known; what a person must do is 409', async () => {
    trouble = failure({ kind: 'throttled', code: 'crm-request-limit', until: Date.now() + 30_000 });
    const throttled = await changeFilter();
    expect([throttled.status, throttled.body.code]).toEqual([503, 'crm-request-limit']);
    expect(Number(throttled.headers.get('retry-after'))).toBeGreaterThan(20);
    trouble = failure({ kind: 'unavailable', code: 'crm-timeout' });
    expect((await server.person().get('/api/list-views')).status).toBe(503);
    trouble = failure({ kind: 'forbidden', code: 'crm-no-user' });
    expect((await server.person().get('/api/list-views')).status).toBe(409);
  });
});

describe('where it is built and in development', () => {
  it('serves the page, and its own 404 for what is not there', async () => {
    const page = await server.call<string>('GET', '/');
    expect([page.status, page.body]).toEqual([200, expect.stringContaining('Cardbridge')]);
    expect((await server.call('GET', '/../package.json')).status).toBe(404);
  });

  it('lists the people of the development sign-in', async () => {
    expect((await server.call('GET', '/api/demo/people')).body).toEqual({ people: [sample] });
  });
});
