import { SOAP } from 'jsforce/lib/soap.js';
import { Connection } from 'jsforce';
import { describe, expect, test } from 'vitest';
import {
  VERSION,
  type Body,
  bench,
  type Reply,
  call,
  query,
  names,
  make,
  control,
  jsforce,
  useBench,
} from './bench.ts';

useBench('none');

describe('what people do', () => {
  test('a merge leaves the master, and SOAP undelete brings the loser back', async () => {
    const [master, loser] = [await make({ LastName: 'Master' }), await make({ LastName: 'Loser' })];
    const report = await make({ LastName: 'Report', ReportsToId: loser });
    await control('merge', { masterId: master, ids: [loser] });
    const all = await query(`SELECT Id, IsDeleted, MasterRecordId FROM Contact WHERE Id = '${loser}'`, 'queryAll');
    expect(all.records).toMatchObject([{ IsDeleted: true, MasterRecordId: master }]);
    expect((await query(`SELECT ReportsToId FROM Contact WHERE Id = '${report}'`)).records).toMatchObject([
      { ReportsToId: master },
    ]);
    const connection = jsforce();
    const soap = new SOAP(connection, {
      xmlns: 'urn:partner.soap.sforce.com',
      endpointUrl: `${bench.url}/services/Soap/u/${VERSION}`,
    });
    const schema = {
      result: [{ id: '?string', success: 'boolean', errors: [{ message: '?string', statusCode: '?string' }] }],
    };
    const answer = (await soap.invoke('undelete', { ids: [loser, master] }, schema)) as { result: Body[] };
    expect(answer.result).toMatchObject([
      { id: loser, success: true },
      { success: false, errors: [{ statusCode: 'UNDELETE_FAILED' }] },
    ]);
    expect(await names('MasterRecordId = null')).toEqual(['Loser', 'Master', 'Report']);
    const stranger = new Connection({ instanceUrl: bench.url, accessToken: 'wrong', version: VERSION });
    const refused = new SOAP(stranger, {
      xmlns: 'urn:partner.soap.sforce.com',
      endpointUrl: `${bench.url}/services/Soap/u/${VERSION}`,
    });
    await expect(refused.invoke('getUserInfo', {})).rejects.toMatchObject({ errorCode: 'sf:INVALID_SESSION_ID' });
  });

  test('SOAP merge', async () => {
    const [master, loser] = [await make({ LastName: 'Master' }), await make({ LastName: 'Loser' })];
    const soap = new SOAP(jsforce(), {
      xmlns: 'urn:partner.soap.sforce.com',
      endpointUrl: `${bench.url}/services/Soap/u/${VERSION}`,
    });
    const request = { masterRecord: { type: 'Contact', Id: master, Title: 'Kept' }, recordToMergeIds: [loser] };
    await soap.invoke('merge', { request });
    expect((await query('SELECT Id, Title FROM Contact')).records).toMatchObject([{ Id: master, Title: 'Kept' }]);
  });

  test('a purge leaves nothing but the delete log', async () => {
    const id = await make({ LastName: 'A' });
    await expect(control('purge', { id })).rejects.toThrow('Recycle Bin');
    await call('DELETE', `sobjects/Contact/${id}`);
    await control('purge', { id });
    expect((await query('SELECT Id FROM Contact', 'queryAll')).totalSize).toBe(0);
    await expect(control('undelete', { id })).rejects.toThrow(id);
  });

  test('a late commit is stamped before it is seen, and holds latestDateCovered back', async () => {
    const id = await make({ LastName: 'A' });
    bench.context.clock.advance(600);
    const started = bench.context.clock.now();
    await control('late-commit', { id, fields: { LastName: 'Late' }, seconds: 300 });
    const begun = bench.context.clock.now();
    bench.context.clock.advance(200);
    expect(await names("LastName != ''")).toEqual(['A']);
    expect((await call('PATCH', `sobjects/Contact/${id}`, { Title: 'x' })).body).toMatchObject([
      { errorCode: 'UNABLE_TO_LOCK_ROW' },
    ]);
    const window = () => {
      const now = bench.context.clock.now();
      const query = new URLSearchParams({
        start: new Date(now - 900_000).toISOString(),
        end: new Date(now).toISOString(),
      });
      return `sobjects/Contact/updated/?${query.toString()}`;
    };
    const held = (await call('GET', window())).body as { latestDateCovered: string };
    bench.context.clock.advance(150);
    const { records } = await query('SELECT LastName, SystemModstamp FROM Contact');
    expect(records).toMatchObject([{ LastName: 'Late' }]);
    const stamp = Date.parse(String(records[0]?.['SystemModstamp']));
    expect(stamp).toBeGreaterThanOrEqual(Math.floor(started / 1000) * 1000);
    expect(stamp).toBeLessThanOrEqual(begun);
    expect(Date.parse(held.latestDateCovered)).toBe(stamp);
    const free = (await call('GET', window())).body as { latestDateCovered: string };
    expect(Date.parse(free.latestDateCovered)).toBeGreaterThan(started);
  });

  test('replication asks for a minute at least, of the last thirty days', async () => {
    const ask = async (start: number, end: number) => {
      const now = Date.now();
      const query = new URLSearchParams({
        start: new Date(now + start).toISOString(),
        end: new Date(now + end).toISOString(),
      });
      return (await call('GET', `sobjects/Contact/updated?${query.toString()}`)).body;
    };
    expect(await ask(0, 0)).toMatchObject([{ errorCode: 'INVALID_REPLICATION_DATE' }]);
    expect(await ask(-31 * 86_400_000, 0)).toMatchObject([{ errorCode: 'INVALID_REPLICATION_DATE' }]);
    expect(await ask(-3_600_000, 0)).toMatchObject({ ids: [] });
  });

  test('a list view that is no longer shared is not there, and its query can be changed', async () => {
    await make({ LastName: 'A', Title: 'x' });
    await make({ LastName: 'B' });
    const { body } = await call('GET', 'sobjects/Contact/listviews');
    const views = (body as { listviews: { id: string; developerName: string }[] }).listviews;
    const id = String(views.find(({ developerName }) => developerName === 'AllContacts')?.id);
    await control('list-view', { id, query: 'SELECT Name FROM Contact ORDER BY Name' });
    const results = (offset: number) =>
      call('GET', `sobjects/Contact/listviews/${id}/results?limit=1&offset=${String(offset)}`);
    const valueAt = (reply: Reply) =>
      (reply.body as { records: { columns: { value: string }[] }[] }).records[0]?.columns[0]?.value;
    expect(valueAt(await results(1))).toBe('A');
    bench.context.switches.set({ 'salesforce-listview-offset-base': 0 });
    expect(valueAt(await results(1))).toBe('B');
    await expect(control('list-view', { id, query: 'SELECT Nope FROM Contact' })).rejects.toThrow('Nope');
    await control('list-view', { id, shared: false });
    expect(await call('GET', `sobjects/Contact/listviews/${id}/describe`)).toMatchObject({
      status: 404,
      body: [{ errorCode: 'NOT_FOUND' }],
    });
  });

  test('state and country picklists keep code and text together', async () => {
    await control('org', { statePicklists: true });
    const id = await make({ LastName: 'A', MailingCountryCode: 'US', MailingState: 'Washington' });
    const read = async () => (await call('GET', `sobjects/Contact/${id}`)).body;
    expect(await read()).toMatchObject({ MailingCountry: 'United States', MailingStateCode: 'WA' });
    await call('PATCH', `sobjects/Contact/${id}`, { MailingCountry: 'Germany' });
    expect(await read()).toMatchObject({ MailingCountryCode: 'DE', MailingState: null });
    const bad = await call('PATCH', `sobjects/Contact/${id}`, { MailingCountry: 'Atlantis' });
    expect(bad.body).toMatchObject([{ errorCode: 'FIELD_INTEGRITY_EXCEPTION', fields: ['MailingCountry'] }]);
  });

  test('a person account has a twin contact, which follows it and is read-only', async () => {
    await control('org', { personAccounts: true });
    const account = await make({ FirstName: 'Pia', LastName: 'Person', PersonEmail: 'pia@x.example' }, 'Account');
    const twin = (await query('SELECT Id, Email, Name, AccountId, IsPersonAccount FROM Contact')).records[0];
    expect(twin).toMatchObject({
      Email: 'pia@x.example',
      Name: 'Pia Person',
      AccountId: account,
      IsPersonAccount: true,
    });
    await call('PATCH', `sobjects/Account/${account}`, { PersonTitle: 'Dr', LastName: 'New' });
    expect((await query('SELECT Name, Title FROM Contact')).records).toMatchObject([{ Name: 'Pia New', Title: 'Dr' }]);
    const write = await call('PATCH', `sobjects/Contact/${String(twin?.['Id'])}`, { Title: 'x' });
    expect(write).toMatchObject({ status: 403, body: [{ errorCode: 'INSUFFICIENT_ACCESS_OR_READONLY' }] });
  });

  test('settings of fields are in the describe', async () => {
    await control('org', { fields: { Title: { readable: false }, Phone: { updateable: false } } });
    const { fields } = (await call('GET', 'sobjects/Contact/describe')).body as { fields: Body[] };
    expect(fields.find(({ name }) => name === 'Title')).toBeUndefined();
    expect(fields.find(({ name }) => name === 'Phone')).toMatchObject({ updateable: false });
    const refused = await call('POST', 'sobjects/Contact', { LastName: 'A', Phone: '1' });
    expect(refused.body).toMatchObject([{ errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE', fields: ['Phone'] }]);
  });
});
