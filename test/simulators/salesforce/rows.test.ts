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
  control,
  signIn,
  asRequest,
  useBench,
} from './bench.ts';

useBench('none');

describe('errors of a row', () => {
  const refusals: readonly (readonly [string, Body, number, object])[] = [
    [
      'a missing field',
      { FirstName: 'A' },
      400,
      {
        message: 'Required fields are missing: [LastName]',
        errorCode: 'REQUIRED_FIELD_MISSING',
        fields: ['LastName'],
      },
    ],
    [
      'a text that is too long',
      { LastName: 'A', FirstName: 'x'.repeat(41) },
      400,
      {
        message: `First Name: data value too large: ${'x'.repeat(41)} (max length=40)`,
        errorCode: 'STRING_TOO_LONG',
        fields: ['FirstName'],
      },
    ],
    [
      'an address that is none',
      { LastName: 'A', Email: 'a b@c.d' },
      400,
      { message: 'Email: invalid email address: a b@c.d', errorCode: 'INVALID_EMAIL_ADDRESS', fields: ['Email'] },
    ],
    [
      'a value that is not of the list',
      { LastName: 'A', Region__c: 'Mars' },
      400,
      {
        message: 'Region: bad value for restricted picklist field: Mars',
        errorCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
        fields: ['Region__c'],
      },
    ],
    [
      'a field that is not there',
      { LastName: 'A', Nothing__c: 'x' },
      400,
      { message: "No such column 'Nothing__c' on sobject of type Contact", errorCode: 'INVALID_FIELD' },
    ],
    [
      'a reference to nothing',
      { LastName: 'A', AccountId: '001000000000000AAA' },
      400,
      { message: 'invalid cross reference id', errorCode: 'INVALID_CROSS_REFERENCE_KEY', fields: ['AccountId'] },
    ],
  ];
  test.each(refusals)('%s', async (_name, fields, status, error) => {
    const reply = await call('POST', 'sobjects/Contact', fields);
    expect({ status: reply.status, body: reply.body }).toEqual({ status, body: [error] });
    expect((await query('SELECT COUNT() FROM Contact')).totalSize).toBe(0);
  });

  test('read-only fields, wrong JSON types, deleted, read-only and locked rows', async () => {
    const readOnly = await call('POST', 'sobjects/Contact', { LastName: 'A', Name: 'B' });
    expect(readOnly.body).toMatchObject([{ errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE', fields: ['Name'] }]);
    const number = await call('POST', 'sobjects/Contact', { LastName: 5 });
    expect(number.body).toMatchObject([{ errorCode: 'JSON_PARSER_ERROR' }]);
    const id = await make({ LastName: 'A' });
    await control('access', { user: ada.email, id, visible: true, editable: false });
    const forbidden = await call('PATCH', `sobjects/Contact/${id}`, { LastName: 'B' });
    expect(forbidden).toMatchObject({ status: 403, body: [{ errorCode: 'INSUFFICIENT_ACCESS_OR_READONLY' }] });
    await control('access', { user: ada.email, id, visible: true });
    await control('rule', { kind: 'lock', id });
    const locked = await call('PATCH', `sobjects/Contact/${id}`, { LastName: 'B' });
    expect(locked.body).toEqual([
      {
        message: `unable to obtain exclusive access to this record or 1 records: ${id}`,
        errorCode: 'UNABLE_TO_LOCK_ROW',
        fields: [],
      },
    ]);
    await control('rule', { kind: 'clear' });
    expect((await call('DELETE', `sobjects/Contact/${id}`)).status).toBe(204);
    const gone = await call('PATCH', `sobjects/Contact/${id}`, { LastName: 'B' });
    expect(gone).toMatchObject({
      status: 404,
      body: [{ message: 'entity is deleted', errorCode: 'ENTITY_IS_DELETED', fields: [] }],
    });
  });

  test('a unique external id is held by one record', async () => {
    const id = await make({ LastName: 'A', Cardbridge_Key__c: 'key' });
    const second = await call('POST', 'sobjects/Contact', { LastName: 'B', Cardbridge_Key__c: 'key' });
    expect(second.body).toEqual([
      {
        message: `duplicate value found: Cardbridge_Key__c duplicates value on record with id: ${id.slice(0, 15)}`,
        errorCode: 'DUPLICATE_VALUE',
        fields: [],
      },
    ]);
    await make({ LastName: 'C', Cardbridge_Key__c: 'KEY' });
  });

  test('validation and duplicate rules', async () => {
    await control('rule', {
      kind: 'validation',
      field: 'Title',
      matches: '^X',
      message: 'No X',
      errorField: 'Title',
    });
    const broken = await call('POST', 'sobjects/Contact', { LastName: 'A', Title: 'X1' });
    expect(broken).toMatchObject({
      status: 400,
      body: [{ message: 'No X', errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', fields: ['Title'] }],
    });
    await control('rule', { kind: 'duplicate', mode: 'alert' });
    const id = await make({ LastName: 'A', Email: 'a@b.example' });
    const copy = { LastName: 'B', Email: 'A@b.example' };
    const stopped = await call('POST', 'sobjects/Contact', copy);
    expect(stopped).toMatchObject({
      status: 400,
      body: [
        {
          errorCode: 'DUPLICATES_DETECTED',
          duplicateResut: { allowSave: true, matchResults: [{ matchRecords: [{ record: { Id: id } }] }] },
        },
      ],
    });
    const allow = { 'Sforce-Duplicate-Rule-Header': 'allowSave=true' };
    expect((await call('POST', 'sobjects/Contact', copy, allow)).status).toBe(201);
    await control('rule', { kind: 'duplicate', mode: 'block' });
    expect((await call('POST', 'sobjects/Contact', copy, allow)).status).toBe(400);
  });

  test('texts are trimmed, an empty one is none, and the name is made of its parts', async () => {
    const id = await make({ FirstName: ' Ann ', LastName: ' Lee ', Suffix: 'Jr.', Title: '   ' });
    const { body } = await call('GET', `sobjects/Contact/${id}?fields=FirstName,Name,Title`);
    expect(body).toMatchObject({ FirstName: 'Ann', Name: 'Ann Lee Jr.', Title: null });
  });
});

describe('rows and batches', () => {
  test('conditional reads and writes', async () => {
    const id = await make({ LastName: 'A' });
    const later = new Date(Date.now() + 60_000).toUTCString();
    const before = new Date(Date.now() - 60_000).toUTCString();
    expect((await call('GET', `sobjects/Contact/${id}`, undefined, { 'If-Modified-Since': later })).status).toBe(304);
    expect(
      (await call('PATCH', `sobjects/Contact/${id}`, { LastName: 'B' }, { 'If-Unmodified-Since': before })).status,
    ).toBe(412);
    expect(await names("LastName = 'A'")).toEqual(['A']);
    expect(
      (await call('PATCH', `sobjects/Contact/${id}`, { LastName: 'B' }, { 'If-Unmodified-Since': later })).status,
    ).toBe(204);
    expect((await call('GET', 'sobjects/Contact/describe', undefined, { 'If-Modified-Since': later })).status).toBe(
      304,
    );
    expect((await call('GET', 'sobjects/Contact/003000000000000AAA')).body).toEqual([
      { errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' },
    ]);
  });

  test('a collection that is all or none is undone whole', async () => {
    const type = { attributes: { type: 'Contact' } };
    const records = [
      { ...type, LastName: 'A' },
      { ...type, FirstName: 'B' },
    ];
    const { status, body } = await call('POST', 'composite/sobjects', { allOrNone: true, records });
    expect(status).toBe(200);
    expect(body).toMatchObject([
      { success: false, errors: [{ statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK' }] },
      { success: false, errors: [{ statusCode: 'REQUIRED_FIELD_MISSING', fields: ['LastName'] }] },
    ]);
    expect((await query('SELECT COUNT() FROM Contact', 'queryAll')).totalSize).toBe(0);
    const many = Array.from({ length: 201 }, () => ({ ...type, LastName: 'A' }));
    expect((await call('POST', 'composite/sobjects', { records: many })).body).toMatchObject([
      { errorCode: 'EXCEEDED_ID_LIMIT' },
    ]);
  });

  test('upsert of a collection, and retrieval with null for what is not seen', async () => {
    const type = { attributes: { type: 'Contact' } };
    const send = async (records: Body[]) =>
      (await call('PATCH', 'composite/sobjects/Contact/Cardbridge_Key__c', { records })).body as Body[];
    const [one, two] = await send([
      { ...type, Cardbridge_Key__c: 'a', LastName: 'A' },
      { ...type, Cardbridge_Key__c: 'b', LastName: 'B' },
    ]);
    expect(one).toMatchObject({ success: true, created: true });
    expect(await send([{ ...type, Cardbridge_Key__c: 'a', Title: 'T' }])).toMatchObject([
      { created: false, id: one?.['id'] },
    ]);
    await control('access', { user: ada.email, id: String(two?.['id']), visible: false });
    const ids = [one?.['id'], two?.['id'], '003000000000000AAA'];
    const read = await call('POST', 'composite/sobjects/Contact', { ids, fields: ['Id', 'Title', 'Owner.Name'] });
    expect(read.body).toMatchObject([{ Title: 'T', Owner: { Name: 'Ada Park' } }, null, null]);
    expect((await query('SELECT Id FROM Contact')).totalSize).toBe(1);
    expect((await query('SELECT Id FROM Contact', 'query', ben.salesforceToken)).totalSize).toBe(2);
  });

  test('an upsert by a key that several records have is answered with their addresses', async () => {
    const ids = [await make({ LastName: 'A', Legacy_Id__c: 'x' }), await make({ LastName: 'B', Legacy_Id__c: 'x' })];
    const many = await call('PATCH', 'sobjects/Contact/Legacy_Id__c/x', { LastName: 'C' });
    expect(many.status).toBe(300);
    expect(many.body).toEqual(ids.map((id) => `/services/data/v${VERSION}/sobjects/Contact/${id}`));
    const none = await call('PATCH', 'sobjects/Contact/Title/x', { LastName: 'C' });
    expect(none).toMatchObject({ status: 404, body: [{ errorCode: 'NOT_FOUND' }] });
  });

  test('batch: each part has its answer, and the log knows the parts', async () => {
    const batchRequests = [
      { method: 'GET', url: `v${VERSION}/limits` },
      { method: 'GET', url: `v${VERSION}/sobjects/Nothing` },
    ];
    const { body } = await call('POST', 'composite/batch', { batchRequests });
    expect(body).toMatchObject({
      hasErrors: true,
      results: [
        { statusCode: 200, result: { DailyApiRequests: { Max: 100_000 } } },
        { statusCode: 404, result: [{ errorCode: 'NOT_FOUND' }] },
      ],
    });
    const request = asRequest(`/services/data/v${VERSION}/composite/batch`, ada.salesforceToken);
    const sent = { ...request, method: 'POST', body: Buffer.from(JSON.stringify({ batchRequests })) };
    const { parts } = await bench.simulator.handle(sent);
    expect(parts?.map(({ status }) => status)).toEqual([200, 404]);
  });

  test('records of a kind stand together in a collection', async () => {
    const records = Array.from({ length: 12 }, (_none, at) => {
      const type = at % 2 === 0 ? 'Contact' : 'Account';
      return { attributes: { type }, ...(type === 'Contact' ? { LastName: 'A' } : { Name: 'A' }) };
    });
    expect((await call('POST', 'composite/sobjects', { records })).body).toMatchObject([
      { errorCode: 'LIMIT_EXCEEDED' },
    ]);
    const sorted = [...records].sort((a, b) => a.attributes.type.localeCompare(b.attributes.type));
    expect((await call('POST', 'composite/sobjects', { records: sorted })).status).toBe(200);
  });

  test('composite: references, roll-back, limits, and faults of parts', async () => {
    const data = `/services/data/v${VERSION}`;
    const account = { method: 'POST', url: `${data}/sobjects/Account`, referenceId: 'acc', body: { Name: 'Ref' } };
    const contact = {
      method: 'POST',
      url: `${data}/sobjects/Contact`,
      referenceId: 'con',
      body: { LastName: 'Ref', AccountId: '@{acc.id}' },
    };
    const good = await call('POST', 'composite', { compositeRequest: [account, contact] });
    expect(good.body).toMatchObject({
      compositeResponse: [{ httpStatusCode: 201 }, { httpStatusCode: 201, referenceId: 'con' }],
    });
    expect(await names("Account.Name = 'Ref'")).toEqual(['Ref']);
    const bad = { ...contact, body: { FirstName: 'x' } };
    const undone = await call('POST', 'composite', { allOrNone: true, compositeRequest: [account, bad] });
    expect(undone.body).toMatchObject({
      compositeResponse: [
        { httpStatusCode: 400, body: [{ errorCode: 'PROCESSING_HALTED' }] },
        { httpStatusCode: 400, body: [{ errorCode: 'REQUIRED_FIELD_MISSING' }] },
      ],
    });
    expect((await query('SELECT COUNT() FROM Account')).totalSize).toBe(1);
    const six = Array.from({ length: 6 }, (_none, at) => ({
      method: 'GET',
      url: `${data}/query?q=SELECT+Id+FROM+Contact`,
      referenceId: `q${String(at)}`,
    }));
    expect((await call('POST', 'composite', { compositeRequest: six })).status).toBe(400);
    const { body: session } = await signIn();
    bench.context.faults.add({
      service: 'salesforce',
      match: { part: true },
      skip: 1,
      effect: { kind: 'status', status: 503 },
    });
    const product = String(session['access_token']);
    const faulty = await call('POST', 'composite', { compositeRequest: six.slice(0, 2) }, {}, product);
    expect(faulty.body).toMatchObject({ compositeResponse: [{ httpStatusCode: 200 }, { httpStatusCode: 503 }] });
  });
});
