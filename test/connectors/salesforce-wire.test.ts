import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Crm, CrmConnector } from '../../server/connectors/crm.ts';
import { createSalesforceConnector } from '../../server/connectors/salesforce/connector.ts';
import type { RecordHead } from '../../server/model/contact.ts';
import { FailureError, type Failure } from '../../server/model/failure.ts';
import { collected } from './crm-contract.ts';
import { scriptedService, type Asked, type Reply } from './scripted-service.ts';

/** Longer than any answer takes on a machine that does much else besides. */
const TIMEOUT_MS = 2000;
const FIELDS = ['LastName', 'FirstName', 'Email'].map((name) => ({
  name,
  type: 'string',
  length: 80,
  nillable: name !== 'LastName',
  createable: true,
  updateable: true,
}));
const DESCRIBE: Reply = { body: { fields: FIELDS } };
const row = (place: number) => ({
  Id: `003${String(place).padStart(12, '0')}AAA`,
  SystemModstamp: '2026-01-01T00:00:00.000+0000',
});
const page = (from: number, count: number, total: number, next?: string): Reply => ({
  body: {
    totalSize: total,
    done: next === undefined,
    records: Array.from({ length: count }, (_none, at) => row(from + at)),
    ...(next === undefined ? {} : { nextRecordsUrl: `/services/data/v67.0/query/${next}` }),
  },
});
const errors = (status: number, errorCode: string, message = errorCode): Reply => ({
  status,
  body: [{ errorCode, message }],
});
const HTML: Reply = { headers: { 'content-type': 'text/html' }, body: '<html>Down for maintenance</html>' };
const DRAFT = { intent: 'i1', fields: { lastName: 'Lee' }, accountId: null, defaults: {} };

let service: Awaited<ReturnType<typeof scriptedService>>;
let connector: CrmConnector;
let crm: Crm;
beforeAll(async () => {
  service = await scriptedService();
});
afterAll(() => service.stop());
beforeEach(() => {
  const { url: loginUrl, privateKey, caFile } = service;
  service.refuseSignIn(undefined);
  service.ahead(0);
  connector = createSalesforceConnector({
    loginUrl,
    apiVersion: '67.0',
    clientId: 'client',
    privateKey,
    caFile,
    externalKeyField: 'Cardbridge_Key__c',
    mappings: [],
    requestTimeoutMs: TIMEOUT_MS,
  });
  crm = connector.open({ username: 'ada@contoso.example' });
});

/** Answers in turn for what is no describe; the last one goes on. */
function inTurn(...replies: Reply[]): void {
  const left = [...replies];
  service.answer((request) =>
    request.path.endsWith('/describe') ? DESCRIBE : ((left.length > 1 ? left.shift() : left[0]) ?? 'cut'),
  );
}

async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof FailureError) return error.failure;
    throw error;
  }
  throw new Error('it went well');
}

const heads = () => collected<RecordHead>(crm.view({ kind: 'all' }, 'heads'));
const wire = (): readonly Asked[] => service.asked;

describe('[S6] signing in', () => {
  it('is done once for callers at the same time, as the person', async () => {
    inTurn(page(0, 1, 1));
    await Promise.all([heads(), heads(), connector.open({ username: 'ada@contoso.example' }).identity()]);
    expect(service.subjects).toEqual(['ada@contoso.example']);
    expect(wire().every(({ headers }) => headers.authorization === 'Bearer token-1')).toBe(true);
    expect(wire()[0]?.headers['sforce-call-options']).toContain('client=Cardbridge');
  });

  it('is done again once when the session has run out, for writes too: nothing was done', async () => {
    inTurn(errors(401, 'INVALID_SESSION_ID'), { body: [{ id: '003000000000001AAA', success: true, errors: [] }] });
    expect(await crm.create([DRAFT])).toEqual([{ ok: true, value: '003000000000001AAA' }]);
    expect(service.subjects).toHaveLength(2);
    expect(crm.calls).toBe(wire().length);
  });

  it('tells how many calls the org has used, by the last answer that said', async () => {
    const said = (limits: string): Reply => ({
      body: { done: true, totalSize: 0, records: [] },
      headers: { 'sforce-limit-info': limits },
    });
    expect(crm.usage).toBeUndefined();
    inTurn(
      said('per-app-api-usage=17/250(appName=sample), api-usage=18/5000'),
      said('api-usage=much/5000'),
      said('api-usage=19/99999999999'),
      said('api-usage=20/5000; per-app-api-usage=18/250(appName=sample)'),
    );
    for (const used of [18, 18, 18, 20]) {
      await heads();
      expect(crm.usage).toEqual({ used, allowed: 5000 });
    }
  });

  it('ends with signed-out when the new session is refused too', async () => {
    inTurn(errors(401, 'INVALID_SESSION_ID'));
    expect(await failureOf(heads())).toMatchObject({ kind: 'signed-out', code: 'crm-session-refused' });
  });

  it('tells a refused person from a service that is away', async () => {
    service.refuseSignIn({
      status: 400,
      body: { error: 'invalid_grant', error_description: "user hasn't approved this consumer" },
    });
    expect(await failureOf(crm.identity())).toMatchObject({ kind: 'forbidden', code: 'crm-app-not-approved' });
    service.refuseSignIn({ status: 503, body: 'x' });
    expect((await failureOf(crm.identity())).kind).toBe('unavailable');
    service.refuseSignIn(undefined);
    expect((await crm.identity()).orgId).toBe('00D000000000001EAA');
  });

  it('goes by the clock of the service', async () => {
    service.ahead(3_600_000);
    expect((await crm.identity()).username).toBe('ada@contoso.example');
    expect(crm.clockOffset).toBeGreaterThan(3_590_000);
  });
});

describe('reading', () => {
  it('is tried again after a cut, a half answer and a server error, each try a call', async () => {
    for (const trouble of ['cut', 'half', errors(503, 'SERVER_UNAVAILABLE')] as const) {
      inTurn(trouble, page(0, 2, 2));
      const before = crm.calls;
      expect(await heads()).toHaveLength(2);
      expect(crm.calls - before).toBe(wire().length);
    }
  });

  it('gives up with `unavailable` on a page of HTML, on a cut body, and after the time allowed', async () => {
    inTurn(HTML);
    expect(await failureOf(heads())).toMatchObject({ kind: 'unavailable', code: 'crm-answer-not-understood' });
    inTurn({ body: '{"totalSize":1,"done":true,"rec' });
    expect((await failureOf(heads())).kind).toBe('unavailable');
    inTurn('hang');
    expect(await failureOf(heads())).toMatchObject({ kind: 'unavailable', code: 'crm-timeout' });
    inTurn({ body: { records: 'none' } });
    expect((await failureOf(heads())).kind).toBe('unavailable');
  });

  it('goes on over empty pages, and takes no record twice', async () => {
    inTurn(page(0, 2, 4, 'a-2'), page(0, 0, 4, 'a-3'), page(1, 2, 4, 'a-4'), page(3, 1, 4));
    expect((await heads()).map(({ id }) => id)).toEqual([0, 1, 2, 3].map((place) => row(place).Id));
  });

  it('[D4] is a failure when fewer records come than were announced, or a page leads nowhere', async () => {
    inTurn(page(0, 3, 4));
    expect(await failureOf(heads())).toMatchObject({ kind: 'unavailable', code: 'crm-incomplete-answer' });
    inTurn(page(0, 2, 4, 'same'), page(2, 0, 4, 'same'));
    expect(await failureOf(heads())).toMatchObject({ code: 'crm-incomplete-answer' });
    inTurn({ body: { totalSize: 4, done: false, records: [row(1)] } });
    expect(await failureOf(heads())).toMatchObject({ code: 'crm-incomplete-answer' });
  });

  it('[D4] by id is a failure when not every id is answered for', async () => {
    inTurn({ body: [row(1)] });
    expect(await failureOf(collected<RecordHead>(crm.read([row(1).Id, row(2).Id], 'heads')))).toMatchObject({
      kind: 'unavailable',
      code: 'crm-incomplete-answer',
    });
  });

  it('loses its cursor whatever the error is called', async () => {
    for (const lost of [
      errors(400, 'INVALID_QUERY_LOCATOR'),
      errors(404, 'INVALID_QUERY_LOCATOR'),
      errors(404, 'NOT_FOUND'),
    ]) {
      inTurn(page(0, 2, 4, 'a-2'), lost);
      expect((await failureOf(heads())).kind).toBe('cursor-lost');
    }
  });

  it('waits when a limit is reached, and stops for a person who may not', async () => {
    inTurn(errors(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'));
    const limit = await failureOf(heads());
    expect(limit.kind).toBe('throttled');
    expect(limit.until).toBeGreaterThan(Date.now() + 14 * 60_000);
    inTurn({
      status: 503,
      headers: { 'retry-after': '30' },
      body: [{ errorCode: 'SERVER_UNAVAILABLE', message: 'busy' }],
    });
    expect((await failureOf(heads())).until).toBeLessThan(Date.now() + 31_000);
    inTurn(errors(403, 'API_DISABLED_FOR_ORG'));
    expect((await failureOf(heads())).kind).toBe('forbidden');
  });

  it('reads the describe anew after a field has gone', async () => {
    inTurn(errors(400, 'INVALID_FIELD', "No such column 'Email' on entity 'Contact'"), page(0, 1, 1));
    expect(await failureOf(heads())).toMatchObject({ kind: 'unavailable', code: 'crm-schema-changed' });
    await heads();
    expect(wire().filter(({ path }) => path.endsWith('/describe'))).toHaveLength(2);
  });

  it('leaves half of the 16 KB of address and headers to the headers, however long the query is', async () => {
    await crm.schema();
    const empty = { totalSize: 0, done: true, records: [] };
    const part = { body: { compositeResponse: [{ referenceId: 'part0', httpStatusCode: 200, body: empty }] } };
    const ways = new Set<string>();
    for (let count = 20; count <= 200; count += 5) {
      inTurn({ body: { ...empty, ...part.body } });
      const keys = Array.from({ length: count }, (_none, at) => ({
        emails: [`person.number.${at}@contoso.example`],
        name: `person number ${at}`,
        company: '',
        phones: [],
      }));
      await crm.candidates(keys);
      const { method, path } = wire().at(-1) ?? { method: '', path: '' };
      ways.add(method);
      expect(path.length).toBeLessThan(8200);
    }
    expect([...ways].sort()).toEqual(['GET', 'POST']);
  });

  it('puts a query that is too long for an address into a composite request: one call for 200 keys', async () => {
    inTurn({
      body: {
        compositeResponse: [
          { referenceId: 'part0', httpStatusCode: 200, body: { totalSize: 0, done: true, records: [] } },
        ],
      },
    });
    await crm.schema();
    const before = crm.calls;
    const emails = Array.from({ length: 200 }, (_none, at) => `${'long'.repeat(20)}${at}@contoso.example`);
    expect(
      await crm.candidates(emails.map((email) => ({ emails: [email], name: '', company: '', phones: [] }))),
    ).toEqual([]);
    expect(crm.calls - before).toBe(1);
    expect(wire().at(-1)).toMatchObject({ method: 'POST', path: '/services/data/v67.0/composite' });
  });
});

describe('[P3] a create', () => {
  const created = async () =>
    (await crm.create([DRAFT, { ...DRAFT, intent: 'i2' }])).map((outcome) => (outcome.ok ? outcome : outcome.failure));
  const lost = { kind: 'unavailable', maybeDone: true };

  it('is sent once, and may have happened when its answer is lost', async () => {
    for (const trouble of ['cut', 'half', 'hang', HTML, errors(500, 'UNKNOWN_EXCEPTION'), errors(503, 'X')] as const) {
      inTurn(trouble);
      expect(await created()).toMatchObject([lost, lost]);
      expect(wire().filter(({ method }) => method !== 'GET')).toHaveLength(1);
    }
  });

  it('has not happened when there is no way to the service, or it was refused', async () => {
    inTurn(page(0, 0, 0));
    await crm.schema();
    inTurn(errors(403, 'REQUEST_LIMIT_EXCEEDED'));
    expect((await created()).map((one) => ('kind' in one ? [one.kind, one.maybeDone] : one))).toEqual([
      ['throttled', undefined],
      ['throttled', undefined],
    ]);
    inTurn({
      body: [
        { success: false, errors: [{ statusCode: 'UNABLE_TO_LOCK_ROW', message: 'm', fields: [] }] },
        { id: '003000000000002AAA', success: true },
      ],
    });
    const [locked, done] = await created();
    expect(locked).toEqual({ kind: 'unavailable', code: 'crm-row-locked', message: 'm' });
    expect(done).toEqual({ ok: true, value: '003000000000002AAA' });
  });

  it('may have happened for those that an answer leaves out', async () => {
    inTurn({ body: [{ id: '003000000000002AAA', success: true, errors: [] }] });
    expect(await created()).toMatchObject([{ ok: true }, lost]);
  });
});

it('[J1] undelete goes by SOAP, with the session renewed there too', async () => {
  const envelope = (inner: string): Reply => ({
    headers: { 'content-type': 'text/xml' },
    body: `<?xml version="1.0"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns="urn:partner.soap.sforce.com"><soapenv:Body>${inner}</soapenv:Body></soapenv:Envelope>`,
  });
  const fault =
    '<soapenv:Fault><faultcode>sf:INVALID_SESSION_ID</faultcode><faultstring>gone</faultstring></soapenv:Fault>';
  const results =
    '<result><id>003000000000001AAA</id><success>true</success></result><result><errors><message>not in recycle bin</message><statusCode>UNDELETE_FAILED</statusCode></errors><id xsi:nil="true"/><success>false</success></result>';
  const expired = { ...(envelope(fault) as object), status: 500 } as Reply;
  inTurn(expired, envelope(`<undeleteResponse>${results}</undeleteResponse>`));
  const outcomes = await crm.undelete(['003000000000001AAA', '003000000000002AAA']);
  expect(outcomes).toMatchObject([
    { ok: true },
    { ok: false, failure: { kind: 'gone', code: 'crm-not-in-recycle-bin' } },
  ]);
  expect(service.subjects).toHaveLength(2);
  expect(crm.calls).toBe(wire().length);
  for (const trouble of ['cut', 'half', HTML] as const) {
    inTurn(trouble);
    expect(await crm.undelete(['003000000000001AAA'])).toMatchObject([
      { failure: { kind: 'unavailable', maybeDone: true } },
    ]);
  }
});
