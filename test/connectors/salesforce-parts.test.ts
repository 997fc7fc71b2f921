import { describe, expect, it } from 'vitest';
import { described } from '../../server/connectors/salesforce/describe.ts';
import { draftRow, recordOf, rowOf } from '../../server/connectors/salesforce/mapping.ts';
import { fullId } from '../../server/connectors/salesforce/record-id.ts';
import { retrieveCall } from '../../server/connectors/salesforce/reads.ts';
import { orgSchema } from '../../server/connectors/salesforce/schema.ts';
import { settingProblems } from '../../server/connectors/salesforce/settings-check.ts';
import { containing, literal, selection } from '../../server/connectors/salesforce/soql.ts';
import { mayHideAnEdit, sameVersion, versionOf } from '../../server/connectors/salesforce/version.ts';

const field = (name: string, type: string, over: Record<string, unknown> = {}) => ({
  name,
  type,
  label: name,
  length: type === 'string' ? 80 : 0,
  nillable: true,
  createable: true,
  updateable: true,
  defaultedOnCreate: false,
  externalId: false,
  restrictedPicklist: false,
  picklistValues: [],
  ...over,
});
const values = (...pairs: [string, string][]) => pairs.map(([value, label]) => ({ value, label, active: true }));
const address = (prefix: string) =>
  ['Street', 'City', 'State', 'PostalCode', 'Country'].map((part) => field(`${prefix}${part}`, 'string'));
const FIELDS = [
  field('Id', 'id', { createable: false, updateable: false }),
  field('AccountId', 'reference'),
  field('LastName', 'string', { nillable: false }),
  field('FirstName', 'string', { length: 40 }),
  field('Email', 'email', { length: 80 }),
  field('Birthdate', 'date'),
  field('Description', 'textarea', { length: 32_000 }),
  field('Salutation', 'picklist', {
    restrictedPicklist: true,
    picklistValues: [...values(['Mr.', 'Herr']), { value: 'Sir', label: 'Sir', active: false }],
  }),
  ...address('Mailing'),
  field('MailingStateCode', 'picklist', { picklistValues: values(['CA', 'California'], ['NY', 'New York']) }),
  field('MailingCountryCode', 'picklist', { picklistValues: values(['US', 'United States']) }),
  ...address('Other'),
  field('Vip__c', 'boolean', { nillable: false, defaultedOnCreate: true }),
  field('Score__c', 'double'),
  field('Rank__c', 'double', { updateable: false, createable: false }),
  field('Boss__c', 'reference'),
  field('Cardbridge_Key__c', 'string', { externalId: true }),
];
const CONTACT = described({ fields: FIELDS }) ?? new Map();
const custom = (salesforce: string, direction: 'both' | 'up' | 'down' = 'both') => ({
  salesforce,
  outlook: 'x',
  direction,
});
const SCHEMA = orgSchema(CONTACT, [custom('Vip__c'), custom('Score__c')], 'Cardbridge_Key__c');

describe('SOQL', () => {
  it('[F2] keeps scope and condition of a list view and drops its columns, order and limit', () => {
    expect(
      selection(
        "SELECT Name, toLabel(Salutation), (SELECT Id FROM Cases ORDER BY Id) FROM Contact USING SCOPE mine WHERE Name = 'ORDER BY \\'LIMIT' AND (CreatedDate = LAST_N_DAYS:7 OR Order__c IN (SELECT Id FROM Case LIMIT 3)) ORDER BY Name ASC NULLS FIRST, Id ASC NULLS FIRST LIMIT 20 OFFSET 5",
      ),
    ).toBe(
      "FROM Contact USING SCOPE mine WHERE Name = 'ORDER BY \\'LIMIT' AND (CreatedDate = LAST_N_DAYS:7 OR Order__c IN (SELECT Id FROM Case LIMIT 3))",
    );
  });

  it('[F2] adds the scope that the describe names and the query leaves out', () => {
    expect(selection("select Id from Contact where Name like 'A%'", 'team')).toBe(
      "FROM Contact USING SCOPE team where Name like 'A%'",
    );
    expect(selection('SELECT Id FROM Contact USING SCOPE mine', 'mine')).toBe('FROM Contact USING SCOPE mine');
    expect(selection('SELECT Id FROM Contact', 'everything')).toBe('FROM Contact');
  });

  it('[F2] takes no grouped query and none of another object', () => {
    expect(selection('SELECT Id FROM Lead WHERE Name != null')).toBeUndefined();
    expect(selection('SELECT COUNT(Id) FROM Contact GROUP BY AccountId')).toBeUndefined();
    expect(selection('')).toBeUndefined();
  });

  it('escapes strings, and wildcards in patterns', () => {
    expect(literal("O'Neil \\ Co\n")).toBe("'O\\'Neil \\\\ Co\\n'");
    expect(containing("50%_off'")).toBe("'%50\\%\\_off\\'%'");
  });
});

it('gives 18 characters for an id of 15', () => {
  expect(fullId('001D000000IqhSL')).toBe('001D000000IqhSLIAZ');
  expect(fullId('001D000000IqhSLIAZ')).toBe('001D000000IqhSLIAZ');
});

describe('records by id', () => {
  it('are read with GET, and with a body where an address does not hold them', () => {
    const calls = [1, 2000].map((count) =>
      retrieveCall(Array<string>(count).fill('003000000000001AAA'), ['Id', 'Title']),
    );
    expect(calls).toMatchObject([
      { method: 'GET', path: 'composite/sobjects/Contact?ids=003000000000001AAA&fields=Id,Title' },
      { method: 'POST', path: 'composite/sobjects/Contact', body: { fields: ['Id', 'Title'] } },
    ]);
  });
});

describe('versions', () => {
  const stamp = '2026-05-04T10:00:00.000+0000';
  const at = Date.parse('2026-05-04T10:00:00Z');

  it('[F4] differ when the Account is another or bears another name', () => {
    const versions = [
      versionOf(stamp, '001a', 'Acme', at + 660_000),
      versionOf(stamp, '001a', 'Acme Inc', at + 660_000),
      versionOf(stamp, '001b', 'Acme', at + 660_000),
      versionOf(stamp, '', '', at + 660_000),
    ];
    expect(new Set(versions).size).toBe(4);
    expect(versionOf(stamp, '001a', 'Acme', at + 601_000)).toBe(versions[0]);
  });

  it('[C6] of readings within ten minutes of the stamp differ from every other, but not for the guard', () => {
    const early = versionOf(stamp, '001a', 'Acme', at + 600_000);
    const again = versionOf(stamp, '001a', 'Acme', at + 600_000);
    const settled = versionOf(stamp, '001a', 'Acme', at + 601_000);
    expect(new Set([early, again, settled]).size).toBe(3);
    expect(sameVersion(early, settled)).toBe(true);
    const first = versionOf(stamp, '001a', 'Acme', at + 2000);
    const young = versionOf(stamp, '001a', 'Acme', at + 3000);
    expect(mayHideAnEdit(early, first), 'read within two seconds: at once').toBe(true);
    expect(mayHideAnEdit(early, young), 'a transaction may still bear that stamp').toBe(false);
    expect(mayHideAnEdit(settled, young), 'now none may').toBe(true);
    expect(mayHideAnEdit(settled, settled)).toBe(false);
    expect(sameVersion(early, versionOf(stamp, '001b', 'Acme', at + 600_000))).toBe(false);
  });
});

describe('the schema', () => {
  const ruleOf = (name: string) => SCHEMA.rules.find(({ field: own }) => own === name);

  it('has kinds, lengths and what is required', () => {
    expect(ruleOf('lastName')).toMatchObject({ kind: 'text', maxLength: 80, required: true, crmWritable: true });
    expect(ruleOf('notes')).toMatchObject({ kind: 'note', maxLength: 32_000 });
    expect(ruleOf('birthdate')).toMatchObject({ kind: 'date', required: false });
    expect(ruleOf('company')).toMatchObject({ crmWritable: false, crmCreatable: false });
    expect(ruleOf('custom:Vip__c')).toMatchObject({ kind: 'boolean', required: false });
    expect(SCHEMA.externalKey).toBe(true);
  });

  it('[C5] has picklist values with their labels, the active ones, and states and countries with codes', () => {
    expect(ruleOf('salutation')).toMatchObject({
      kind: 'picklist',
      restricted: true,
      values: [{ value: 'Mr.', label: 'Herr' }],
    });
    expect(ruleOf('mailingAddress')?.states).toEqual([
      { value: 'CA', label: 'California' },
      { value: 'NY', label: 'New York' },
    ]);
    expect(ruleOf('otherAddress')).toMatchObject({ kind: 'address' });
    expect(ruleOf('otherAddress')?.states).toBeUndefined();
  });

  it('leaves out what this person does not see', () => {
    expect(ruleOf('phone')).toBeUndefined();
    expect(SCHEMA.recordFields).not.toContain('Phone');
    const bare = orgSchema(described({ fields: FIELDS.slice(2, 4) }) ?? new Map(), [], 'Cardbridge_Key__c');
    expect(bare.headFields).toEqual(['Id', 'SystemModstamp']);
    expect(bare.externalKey).toBe(false);
  });

  it('[A4] follows the admin: another field, another direction', () => {
    const mapped = orgSchema(
      CONTACT,
      [
        { field: 'email', salesforce: 'Score__c', direction: 'up' },
        { field: 'notes', direction: 'down' },
      ],
      'X__c',
    );
    expect(mapped.rules.find((rule) => rule.field === 'email')).toBeUndefined();
    expect(mapped.rules.find((rule) => rule.field === 'notes')?.direction).toBe('down');
    expect(mapped.version).not.toBe(SCHEMA.version);
  });
});

describe('values', () => {
  const row = {
    Id: '003000000000001AAA',
    SystemModstamp: '2026-05-04T10:00:00.000+0000',
    OwnerId: '005000000000001AAA',
    AccountId: '001000000000001AAA',
    Account: { Name: 'Acme' },
    LastName: 'Lee',
    Email: null,
    Vip__c: false,
    Score__c: 2.5,
    MailingState: 'Kalifornien',
    MailingStateCode: 'CA',
    MailingCountry: 'United States',
    MailingCountryCode: 'US',
  };

  it('[C3] come as given, empty ones not at all, states by their label', () => {
    expect(recordOf(row, Date.now(), SCHEMA)?.fields).toEqual({
      lastName: 'Lee',
      company: 'Acme',
      'custom:Vip__c': 'false',
      'custom:Score__c': '2.5',
      mailingAddress: { street: '', city: '', state: 'California', postalCode: '', country: 'United States' },
    });
  });

  it('[D2] of a record without an owner are no answer: its delete could not be guarded', () => {
    for (const OwnerId of ['', null, undefined])
      expect(() => recordOf({ ...row, OwnerId }, Date.now(), SCHEMA)).toThrow('OwnerId');
  });

  it('[A6] have no company for a person account', () => {
    const record = recordOf({ ...row, IsPersonAccount: true }, Date.now(), SCHEMA);
    expect(record?.personAccountId).toBe('001000000000001AAA');
    expect(record?.fields.company).toBeUndefined();
  });

  it('go with codes for states and countries, whether label or code was given, and null clears', () => {
    const place = { street: 'Main St', city: '', state: 'california', postalCode: '1', country: 'US' };
    expect(
      rowOf(
        { mailingAddress: place, email: null, 'custom:Vip__c': 'true', 'custom:Score__c': '3', company: 'X' },
        SCHEMA,
      ),
    ).toEqual({
      Email: null,
      MailingStreet: 'Main St',
      MailingCity: null,
      MailingStateCode: 'CA',
      MailingPostalCode: '1',
      MailingCountryCode: 'US',
      Vip__c: true,
      Score__c: 3,
    });
    expect(rowOf({ otherAddress: { ...place, state: 'California' } }, SCHEMA)).toMatchObject({
      OtherState: 'California',
    });
  });

  it('[A6] go to the names of the person account', () => {
    expect(
      rowOf({ email: 'a@b.example', lastName: 'Lee', 'custom:Vip__c': null, mailingAddress: null }, SCHEMA, true),
    ).toMatchObject({
      PersonEmail: 'a@b.example',
      LastName: 'Lee',
      Vip__pc: false,
      PersonMailingStreet: null,
      PersonMailingStateCode: null,
    });
  });

  it('[A4] of a new record stand before the defaults', () => {
    const draft = {
      intent: 'i',
      fields: { lastName: 'Lee', email: null },
      accountId: null,
      defaults: { LastName: 'X', Vip__c: 'true' },
    };
    expect(draftRow(draft, SCHEMA)).toEqual({ attributes: { type: 'Contact' }, LastName: 'Lee', Vip__c: true });
  });
});

it('[A4] says which settings the org refuses, and why', () => {
  const problems = settingProblems(
    CONTACT,
    [
      custom('Nope__c'),
      custom('Rank__c'),
      custom('Boss__c'),
      { field: 'birthdate', salesforce: 'Score__c', direction: 'both' },
      custom('Email'),
      custom('Vip__c', 'down'),
    ],
    { Missing__c: 'x', Salutation: 'Dr.', Vip__c: 'true' },
  );
  expect(problems.map(({ subject }) => subject)).toEqual([
    'Score__c',
    'Nope__c',
    'Rank__c',
    'Boss__c',
    'Email',
    'Missing__c',
    'Salutation',
  ]);
  expect(problems.every(({ reason }) => reason.length > 20)).toBe(true);
  expect(settingProblems(CONTACT, [custom('Rank__c', 'down')], {})).toEqual([]);
});
