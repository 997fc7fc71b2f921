import { describe, expect, test } from 'vitest';
import {
  VERSION,
  type Body,
  bench,
  ada,
  ben,
  call,
  query,
  names,
  make,
  jsforce,
  asRequest,
  useBench,
} from './bench.ts';

useBench('none');

describe('queries', () => {
  test('LIKE, with its wildcards and their escapes', async () => {
    for (const LastName of ['100% wool', '1000 wool', 'a_b', 'axb', "O'Hara", 'back\\slash', 'Zed (a+b)'])
      await make({ LastName });
    expect(await names("LastName LIKE '100\\% %'")).toEqual(['100% wool']);
    expect(await names("LastName LIKE '100%'")).toEqual(['100% wool', '1000 wool']);
    expect(await names("LastName LIKE 'a\\_b'")).toEqual(['a_b']);
    expect(await names("LastName LIKE 'A_B'")).toEqual(['a_b', 'axb']);
    expect(await names("LastName LIKE 'o\\'%'")).toEqual(["O'Hara"]);
    expect(await names("LastName LIKE '%\\\\sl%'")).toEqual(['back\\slash']);
    expect(await names("LastName LIKE '%(a+b)'")).toEqual(['Zed (a+b)']);
    expect(await names("LastName = 'o\\'hara'")).toEqual(["O'Hara"]);
  });

  test('logic, nulls, lists, relationships and sub-selects', async () => {
    const AccountId = await make({ Name: 'Acme' }, 'Account');
    await make({ LastName: 'A', AccountId, Email: 'a@x.example', VIP__c: true });
    await make({ LastName: 'B', AccountId });
    await make({ LastName: 'C' }, 'Contact', ben.salesforceToken);
    expect(await names('Email = null')).toEqual(['B', 'C']);
    expect(await names("NOT (Account.Name = 'acme' AND Email != null)")).toEqual(['B', 'C']);
    expect(await names("VIP__c = true OR (LastName > 'B' AND AccountId = null)")).toEqual(['A', 'C']);
    expect(await names("LastName NOT IN ('a', 'b')")).toEqual(['C']);
    expect(await names("AccountId IN (SELECT Id FROM Account WHERE Name LIKE 'ac%')")).toEqual(['A', 'B']);
    expect(await names(`AccountId = '${AccountId.slice(0, 15)}' AND Owner.Name = 'Ada Park'`)).toEqual(['A', 'B']);
    const nested = await query(
      'SELECT Name, (SELECT LastName FROM Contacts ORDER BY LastName DESC LIMIT 1) FROM Account',
    );
    expect(nested.records[0]).toMatchObject({ Contacts: { totalSize: 1, records: [{ LastName: 'B' }] } });
    const flat = await query(
      'SELECT LastName, Account.Name, toLabel(Region__c) FROM Contact ORDER BY AccountId, LastName',
    );
    expect(flat.records.map((row) => [row['LastName'], (row['Account'] as Body | null)?.['Name']])).toEqual([
      ['C', undefined],
      ['A', 'Acme'],
      ['B', 'Acme'],
    ]);
    expect((await query('SELECT COUNT(Email) n FROM Contact')).records).toMatchObject([{ n: 1 }]);
  });

  test('scope, order, limit, offset', async () => {
    for (const [LastName, Title] of [
      ['A', 'x'],
      ['B', null],
      ['C', 'y'],
    ])
      await make({ LastName, Title });
    await make({ LastName: 'D' }, 'Contact', ben.salesforceToken);
    const read = async (rest: string) =>
      (await query(`SELECT LastName FROM Contact ${rest}`)).records.map((row) => row['LastName']);
    expect(await read('USING SCOPE mine ORDER BY Title')).toEqual(['B', 'A', 'C']);
    expect(await read('USING SCOPE mine ORDER BY Title DESC NULLS LAST')).toEqual(['C', 'A', 'B']);
    expect(await read('USING SCOPE everything ORDER BY LastName LIMIT 2 OFFSET 1')).toEqual(['B', 'C']);
  });

  test('counts, aliases, and deleted rows in queryAll alone', async () => {
    const id = await make({ LastName: 'A' });
    await make({ LastName: 'B' });
    await call('DELETE', `sobjects/Contact/${id}`);
    expect(await query('SELECT COUNT() FROM Contact')).toEqual({ totalSize: 1, done: true, records: [] });
    const all = await query("SELECT c.LastName, c.IsDeleted FROM Contact c WHERE c.LastName IN ('A', 'B')", 'queryAll');
    expect(all.records.map((row) => [row['LastName'], row['IsDeleted']]).sort()).toEqual([
      ['A', true],
      ['B', false],
    ]);
  });

  test('relative dates move with the clock', async () => {
    await make({ LastName: 'Old' });
    bench.context.clock.advance(40 * 86_400);
    await make({ LastName: 'New' });
    expect(await names('CreatedDate = LAST_N_DAYS:30')).toEqual(['New']);
    expect(await names('CreatedDate = TODAY')).toEqual(['New']);
    expect(await names('CreatedDate < TODAY')).toEqual(['Old']);
    const now = new Date(bench.context.clock.now() - 86_400_000).toISOString();
    expect(await names(`SystemModstamp >= ${now}`)).toEqual(['New']);
  });

  const mistakes: readonly (readonly [string, string, RegExp])[] = [
    ['SELECT Id, Foo FROM Contact', 'INVALID_FIELD', /No such column 'Foo' on entity 'Contact'/],
    ["SELECT Id FROM Contact WHERE Bar.Name = 'x'", 'INVALID_FIELD', /Didn't understand relationship 'Bar'/],
    ['SELECT Id FROM Nothing', 'INVALID_TYPE', /sObject type 'Nothing' is not supported/],
    ['SELECT Id FORM Contact', 'MALFORMED_QUERY', /unexpected token/],
    ['SELECT Id, Id FROM Contact', 'MALFORMED_QUERY', /duplicate field selected: Id/],
    ["SELECT Id FROM Contact WHERE Description = 'x'", 'INVALID_FIELD', /can not be filtered in a query call/],
    [
      "SELECT Id FROM Contact WHERE CreatedDate = '2026-01-01'",
      'INVALID_FIELD',
      /must be of type dateTime and should not/,
    ],
    ["SELECT Id FROM Contact WHERE Id = 'x'", 'INVALID_QUERY_FILTER_OPERATOR', /invalid ID field: x/],
    [
      "SELECT Id FROM Contact WHERE Name = 'a' AND Name = 'b' OR Name = 'c'",
      'MALFORMED_QUERY',
      /unexpected token: 'OR'/,
    ],
    ['SELECT Id FROM Contact LIMIT 1 OFFSET 2001', 'NUMBER_OUTSIDE_VALID_RANGE', /2000/],
    ['SELECT Id FROM Contact USING SCOPE delegated', 'MALFORMED_QUERY', /delegated/],
  ];
  test.each(mistakes)('%s', async (soql, errorCode, message) => {
    const { status, body } = await call('GET', `query?q=${encodeURIComponent(soql)}`);
    expect(status).toBe(400);
    expect(body).toMatchObject([{ errorCode, message: expect.stringMatching(message) as string }]);
  });

  test('an address that is too long', async () => {
    const soql = `SELECT Id FROM Contact WHERE LastName = '${'x'.repeat(16_400)}'`;
    const request = {
      ...asRequest(`/services/data/v${VERSION}/query?q=x`, ada.salesforceToken),
      query: new URLSearchParams({ q: soql }),
    };
    expect((await bench.simulator.handle(request)).status).toBe(414);
    // The headers count with it.
    const shorter = { ...request, query: new URLSearchParams({ q: soql.replace('x'.repeat(300), '') }) };
    const laden = { ...shorter, headers: { ...shorter.headers, cookie: 'x'.repeat(400) } };
    expect((await bench.simulator.handle(shorter)).status).toBe(200);
    expect((await bench.simulator.handle(laden)).status).toBe(431);
  });

  test('locators expire, by time and on demand, and pages have the size asked', async () => {
    const connection = jsforce();
    await connection.sobject('Contact').create(
      Array.from({ length: 450 }, (_none, at) => ({ LastName: String(at) })),
      { allowRecursive: true },
    );
    const open = async () => {
      const { body } = await call('GET', 'query?q=SELECT+Id+FROM+Contact', undefined, {
        'Sforce-Query-Options': 'batchSize=200',
      });
      return body as { records: Body[]; nextRecordsUrl: string; totalSize: number; done: boolean };
    };
    const first = await open();
    expect(first).toMatchObject({ totalSize: 450, done: false });
    expect(first.records).toHaveLength(200);
    expect(first.nextRecordsUrl).toMatch(/\/query\/01g\w{15}-200$/);
    expect((await call('GET', first.nextRecordsUrl)).body).toMatchObject({ done: false });
    bench.context.clock.advance(20 * 60);
    expect(await call('GET', first.nextRecordsUrl)).toMatchObject({
      status: 400,
      body: [{ errorCode: 'INVALID_QUERY_LOCATOR' }],
    });
    const second = await open();
    bench.simulator.expireCursors(ben.email);
    expect((await call('GET', second.nextRecordsUrl)).status).toBe(200);
    bench.simulator.expireCursors(ada.email);
    bench.context.switches.set({ 'salesforce-locator-error': 404 });
    expect((await call('GET', second.nextRecordsUrl)).status).toBe(404);
    const soql = `/services/data/v${VERSION}/query?q=SELECT+Id+FROM+Contact`;
    const empty = bench.simulator.emptyPage(asRequest(soql, ada.salesforceToken))?.body as {
      records: [];
      nextRecordsUrl: string;
    };
    expect(empty.records).toEqual([]);
    expect((await call('GET', empty.nextRecordsUrl)).body).toMatchObject({ totalSize: 450, done: true });
  });
});
