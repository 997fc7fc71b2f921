import { describe, expect, test } from 'vitest';
import { ada, ben, bench, call, jsforce, make, query, useBench } from './bench.ts';

useBench('none');

const AGGREGATE = { attributes: { type: 'AggregateResult' } };

async function people(): Promise<void> {
  const acme = await make({ Name: 'Acme', NumberOfEmployees: 10, Industry: 'Technology' }, 'Account');
  const blue = await make({ Name: 'Blue', NumberOfEmployees: 25, Industry: 'Retail' }, 'Account');
  await make({ LastName: 'A', Title: 'Buyer', AccountId: acme, Email: 'a@x.example' });
  await make({ LastName: 'B', Title: 'buyer', AccountId: acme });
  await make({ LastName: 'C', Title: 'Chef', AccountId: blue, Email: 'A@x.example' });
  await make({ LastName: 'D' }, 'Contact', ben.salesforceToken);
}

const records = async (soql: string) => (await query(soql)).records;

describe('grouped queries', () => {
  test('aggregate functions over all rows pass over nulls, and are called expr0, expr1 and so on', async () => {
    await people();
    expect(
      await records(
        'SELECT COUNT(Id), COUNT(Email), COUNT_DISTINCT(Email) emails, MIN(LastName), MAX(Title) FROM Contact',
      ),
    ).toEqual([{ ...AGGREGATE, expr0: 4, expr1: 2, emails: 1, expr2: 'A', expr3: 'Chef' }]);
    expect(
      await records('SELECT SUM(NumberOfEmployees) s, AVG(NumberOfEmployees) a, MAX(NumberOfEmployees) FROM Account'),
    ).toEqual([{ ...AGGREGATE, s: 35, a: 17.5, expr0: 25 }]);
    expect(await records("SELECT COUNT(Id), SUM(NumberOfEmployees) FROM Account WHERE Name = 'none'")).toEqual([
      { ...AGGREGATE, expr0: 0, expr1: null },
    ]);
    // A picklist's least value is the first of the list, not of the alphabet.
    expect(await records('SELECT MIN(Industry) least, MAX(Industry) most FROM Account')).toEqual([
      { ...AGGREGATE, least: 'Technology', most: 'Retail' },
    ]);
  });

  test('a row for each group, null among them, with HAVING, order and limit', async () => {
    await people();
    const grouped = 'SELECT Title, COUNT(Id) n FROM Contact GROUP BY Title';
    expect(await records(`${grouped} ORDER BY COUNT(Id) DESC, Title`)).toEqual([
      { ...AGGREGATE, Title: 'Buyer', n: 2 },
      { ...AGGREGATE, Title: null, n: 1 },
      { ...AGGREGATE, Title: 'Chef', n: 1 },
    ]);
    expect(await records(`${grouped} HAVING COUNT(Id) > 1 AND Title LIKE 'b%'`)).toMatchObject([{ n: 2 }]);
    expect(await records(`${grouped} HAVING (COUNT(Id) IN (2, 3) OR Title = 'chef')`)).toHaveLength(2);
    expect(await records(`${grouped} ORDER BY Title NULLS LAST LIMIT 1 OFFSET 1`)).toMatchObject([{ Title: 'Chef' }]);
    expect(await query(`${grouped} HAVING COUNT(Id) > 9`)).toEqual({ totalSize: 0, done: true, records: [] });
    expect(await records('SELECT Title FROM Contact WHERE Title != null GROUP BY Title')).toHaveLength(2);
    bench.context.switches.set({ 'salesforce-group-by-case': 'exact' });
    expect(await records('SELECT Title FROM Contact WHERE Title != null GROUP BY Title')).toHaveLength(3);
  });

  test('groups of a parent’s field, with aliases', async () => {
    await people();
    const [first] = await records(
      'SELECT c.Account.Name company, c.OwnerId, COUNT(c.Id) FROM Contact c WHERE c.AccountId != null ' +
        'GROUP BY c.Account.Name, c.OwnerId ORDER BY c.Account.Name',
    );
    expect(first).toEqual({ ...AGGREGATE, company: 'Acme', OwnerId: ada.salesforceUserId, expr0: 2 });
    expect(await records('SELECT Account.Name FROM Contact GROUP BY Account.Name ORDER BY Account.Name')).toMatchObject(
      [{ Name: null }, { Name: 'Acme' }, { Name: 'Blue' }],
    );
  });

  test('jsforce reads the groups', async () => {
    await people();
    const { records: rows, totalSize } = await jsforce().query<{ Title: string | null; n: number }>(
      'SELECT Title, COUNT(Id) n FROM Contact GROUP BY Title ORDER BY Title NULLS LAST',
    );
    expect(totalSize).toBe(3);
    expect(rows.map(({ Title, n }) => [Title, n])).toEqual([
      ['Buyer', 2],
      ['Chef', 1],
      [null, 1],
    ]);
  });

  test('more groups than a page are refused, for there is no second one', async () => {
    await jsforce()
      .sobject('Contact')
      .create(
        Array.from({ length: 201 }, (_none, at) => ({ LastName: `P${String(at)}` })),
        { allowRecursive: true },
      );
    const ask = (rest: string) =>
      call('GET', `query?q=${encodeURIComponent(`SELECT LastName FROM Contact GROUP BY LastName${rest}`)}`, undefined, {
        'Sforce-Query-Options': 'batchSize=200',
      });
    expect(await ask('')).toMatchObject({
      status: 400,
      body: [
        { errorCode: 'EXCEEDED_ID_LIMIT', message: expect.stringMatching(/does not support queryMore/) as string },
      ],
    });
    expect(await ask(' LIMIT 200')).toMatchObject({ status: 200, body: { totalSize: 200, done: true } });
  });

  const mistakes: readonly (readonly [string, RegExp])[] = [
    ['SELECT Title, COUNT(Id) FROM Contact', /Field must be grouped or aggregated: Title/],
    [
      'SELECT Title FROM Contact GROUP BY Title ORDER BY LastName',
      /Ordered field must be grouped or aggregated: LastName/,
    ],
    ['SELECT COUNT(Id) FROM Contact GROUP BY Title HAVING LastName = null', /must be grouped or aggregated: LastName/],
    ['SELECT Description FROM Contact GROUP BY Description', /field 'Description' can not be grouped in a query call/],
    ['SELECT CreatedDate FROM Contact GROUP BY CreatedDate', /field 'CreatedDate' can not be grouped/],
    ['SELECT COUNT(Description) FROM Contact', /field Description does not support aggregate operator COUNT/],
    ['SELECT COUNT(VIP__c) FROM Contact', /field VIP__c does not support aggregate operator COUNT/],
    ['SELECT SUM(LastName) FROM Contact', /field LastName does not support aggregate operator SUM/],
    [
      'SELECT COUNT(Id) FROM Contact LIMIT 1',
      /Non-grouped query that uses overall aggregate functions cannot also use LIMIT/,
    ],
    ['SELECT COUNT(Id) n, MAX(Title) n FROM Contact', /duplicate alias: n/],
    ['SELECT Name, Account.Name FROM Contact GROUP BY Name, Account.Name', /duplicate alias: Name/],
    ['SELECT LastName n FROM Contact', /only aggregate expressions use field aliasing/],
    ['SELECT COUNT(), Title FROM Contact GROUP BY Title', /unexpected token/],
    ['SELECT COUNT() FROM Contact ORDER BY Title', /unexpected token/],
    ['SELECT COUNT(Id) FROM Contact HAVING COUNT(Id) > 1', /unexpected token/],
  ];
  test.each(mistakes)('%s', async (soql, message) => {
    const { status, body } = await call('GET', `query?q=${encodeURIComponent(soql)}`);
    expect({ status, body }).toMatchObject({
      status: 400,
      body: [{ errorCode: 'MALFORMED_QUERY', message: expect.stringMatching(message) as string }],
    });
  });
});
