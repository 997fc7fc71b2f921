import { heldToken } from '../support/held-token.ts';
import { readFileSync } from 'node:fs';
import type { Crm, RecordDraft } from '../../server/connectors/crm.ts';
import { createSalesforceConnector } from '../../server/connectors/salesforce/connector.ts';
import type { RecordHead } from '../../server/model/contact.ts';
import { PersonAtWork } from '../support/person.ts';
import type { RunningSimulators } from '../simulators/kit/start.ts';
import type { ServiceCalls } from './service-calls.ts';

const ADA = 'ada@contoso.example';
const SINCE = '2026-01-01T00:00:00.000Z';
const draft = (intent: string, lastName = 'Lee'): RecordDraft => ({
  intent,
  fields: { firstName: 'Zoë', lastName, email: `${intent}@x.example`, notes: 'A\nB' },
  accountId: null,
  defaults: {},
});

async function all<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const page of pages) found.push(page);
  return found;
}

/** Everything that Salesforce is asked by the connector. */
export async function salesforceCalls(info: RunningSimulators, url: string): Promise<ServiceCalls<Crm>> {
  const ada = new PersonAtWork(info, ADA);
  const { salesforce, caFile } = info;
  const connector = () =>
    createSalesforceConnector({
      loginUrl: url,
      apiVersion: salesforce.apiVersion.replace(/^v/, ''),
      clientId: salesforce.clientId,
      privateKey: readFileSync(salesforce.privateKeyFile, 'utf8'),
      caFile,
      externalKeyField: 'Cardbridge_Key__c',
      mappings: [],
    });
  const open = () => connector().open({ username: ADA });

  const accountId = (
    await ada.salesforce<{ id: string }>('POST', '/sobjects/Account', { Name: 'Contoso Ltd', Website: 'www.x.example' })
  ).id;
  const ids: string[] = [];
  for (let n = 0; n < 6; n += 1) {
    const { id } = await ada.salesforce<{ id: string }>('POST', '/sobjects/Contact', {
      FirstName: 'Zoë',
      LastName: `Number ${n}`,
      Email: `n${n}@x.example`,
      MailingCity: 'Berlin',
      Birthdate: '1980-05-04',
      Description: 'A\nB',
      AccountId: accountId,
    });
    ids.push(id);
  }
  const [one = '', two = '', three = '', four = '', five = '', six = ''] = ids;
  await ada.salesforce('DELETE', `/sobjects/Contact/${five}`);
  await ada.control('POST', 'salesforce/merge', { masterId: one, ids: [six] });
  const views = await ada.salesforce<{ listviews: { id: string }[] }>('GET', '/sobjects/Contact/listviews');
  const listViewId = views.listviews[0]?.id ?? '00B000000000001';
  let heads: RecordHead[] = [];
  const versionOf = (id: string) => heads.find((head) => head.id === id) ?? { id, version: '0/-', ownerId: '' };

  return {
    service: new URL(salesforce.url).origin,
    open,
    async before(crm) {
      heads = (await all(crm.read([one, two, three, four], 'heads'))).flat();
    },
    calls: {
      identity: (crm) => crm.identity(),
      schema: (crm) => crm.schema(),
      'list views': (crm) => crm.listViews(),
      'heads of all': (crm) => all(crm.view({ kind: 'all' }, 'heads')),
      'fields of mine': (crm) => all(crm.view({ kind: 'mine' }, 'fields')),
      'a list view': (crm) => all(crm.view({ kind: 'view', listViewId }, 'fields')),
      count: (crm) => crm.count({ kind: 'all' }),
      'read, heads': (crm) => all(crm.read([...ids, '003000000000999AAA'], 'heads')),
      'read, fields': (crm) => all(crm.read(ids, 'fields')),
      fates: (crm) => crm.fates([...ids, '003000000000999AAA']),
      candidates: (crm) =>
        crm.candidates([
          { emails: ['n1@x.example'], name: 'Zoë Number 1', phones: [], company: '' },
          { emails: [], name: "O'Neil %_", phones: [], company: '' },
        ]),
      search: (crm) => crm.search('Zoë num', 5),
      surroundings: (crm) => crm.surroundings('n9@x.example', 'x.example'),
      accounts: (crm) => crm.accounts(['contoso ltd', 'Contoso', 'Nobody']),
      'by intents': (crm) => crm.findByIntents(['i-1', 'i-2']),
      'by sent values': (crm) => crm.findBySentValues(draft('n1', 'Number 1'), SINCE),
      covered: (crm) => crm.coveredUntil(),
      create: (crm) => crm.create([draft('made-1'), draft('made-2', '')]),
      update: (crm) =>
        crm.update([
          { id: two, version: versionOf(two).version, fields: { title: 'Boss', notes: null } },
          { id: three, version: 'old', fields: { title: 'Boss' } },
        ]),
      remove: (crm) =>
        crm.remove([{ id: four, version: versionOf(four).version, ownerId: versionOf(four).ownerId ?? '' }]),
      undelete: (crm) => crm.undelete([five, one]),
      settings: () =>
        connector().checkSettings(
          { username: ADA },
          {
            mappings: [{ outlook: 'spouseName', salesforce: 'Spouse__c', direction: 'both' }],
            defaults: { Title: 'x' },
            account: { always: null, fallback: one, relink: false },
          },
        ),
      'by refresh token': () =>
        connector()
          .open({ username: ADA, refreshToken: heldToken('none') })
          .identity(),
    },
  };
}
