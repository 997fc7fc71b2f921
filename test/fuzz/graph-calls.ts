import { createGraphConnector } from '../../server/connectors/graph/connector.ts';
import type { Mailbox, MailboxConnector } from '../../server/connectors/mailbox.ts';
import type { HiddenKey, ItemHead } from '../../server/model/contact.ts';
import { PersonAtWork } from '../support/person.ts';
import type { RunningSimulators } from '../simulators/kit/start.ts';
import type { ServiceCalls } from './service-calls.ts';

const ADA = 'ada@contoso.example';
const key: HiddenKey = { org: '00D000000000001EAA', mailbox: ADA, intent: 'intent-1', record: '003000000000001AAA' };
const FIELDS = { firstName: 'Zoë', lastName: 'Lee', email: 'zoe@x.example', notes: 'One\nTwo', fax: '+49 30 1' };
const draft = (folder: string, intent: string) => ({
  folder,
  fields: FIELDS,
  slots: { email: [{ value: 'zoe@x.example' }], phone: [{ value: '1' }, { value: '2' }] },
  categories: ['Salesforce'],
  key: { ...key, intent },
});

async function all<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const page of pages) found.push(page);
  return found;
}

/** Everything that Microsoft Graph is asked by the connector. */
export async function graphCalls(info: RunningSimulators, url: string): Promise<ServiceCalls<Mailbox>> {
  const ada = new PersonAtWork(info, ADA);
  const { origin } = new URL(info.graph.url);
  const at = (address: string) => address.replace(origin, url);
  const connect = (): MailboxConnector =>
    createGraphConnector({
      ...info.graph,
      url: at(info.graph.url),
      authority: at(info.graph.authority),
      caFile: info.caFile,
      mappings: [],
    });
  const open = () => connect().open({ address: ADA });

  const folder = (await ada.outlook<{ id: string }>('POST', '/contactFolders', { displayName: 'Salesforce Contacts' }))
    .id;
  await ada.outlook('POST', `/contactFolders/${folder}/childFolders`, { displayName: 'Inner' });
  const ids: string[] = [];
  for (let n = 0; n < 4; n += 1) {
    const { id } = await ada.outlook<{ id: string }>('POST', `/contactFolders/${folder}/contacts`, {
      givenName: 'Zoë',
      surname: `Number ${n}`,
      personalNotes: n === 0 ? '' : 'A\r\nB',
      emailAddresses: [{ address: `n${n}@x.example`, name: 'N' }],
      businessPhones: ['1', '2'],
      businessAddress: { street: 'Main St 1', city: 'Berlin' },
      categories: ['Salesforce', 'Family'],
      birthday: '1980-05-04T11:59:00Z',
      singleValueExtendedProperties: [{ id: 'String 0x3a24', value: '+49' }],
    });
    ids.push(id);
  }
  await ada.outlook('PUT', `/contacts/${ids[0]}/photo/$value`, Buffer.from('/9j/4AAQ', 'base64'));
  const heads = async () =>
    Promise.all(
      ids.map(async (id): Promise<ItemHead> => {
        const found = await ada.outlook<{ changeKey: string }>('GET', `/contacts/${id}`).catch(() => undefined);
        return { id, version: found?.changeKey ?? 'gone', folder, categories: ['Salesforce', 'Family'] };
      }),
    );
  let [first, second, third, fourth] = (await heads()) as [ItemHead, ItemHead, ItemHead, ItemHead];
  const again = async () => {
    [first, second, third, fourth] = (await heads()) as [ItemHead, ItemHead, ItemHead, ItemHead];
  };
  // A cursor, taken from the double's own address so that it may be followed there.
  const cursor = async (mailbox: Mailbox) => (await all(mailbox.changes(folder, 'fields'))).at(-1)?.cursor ?? '';

  return {
    service: origin,
    open,
    before: again,
    calls: {
      folders: (mailbox) => mailbox.folders(folder, ['Salesforce Contacts']),
      'folders by name': (mailbox) => mailbox.folders(undefined, ['Salesforce Contacts', 'Salesforce_Sync']),
      'a folder that is gone': (mailbox) => mailbox.folders('AAMkNone', []),
      createFolder: (mailbox) => mailbox.createFolder('Another'),
      ensureCategories: (mailbox) => mailbox.ensureCategories(['Salesforce', 'Salesforce: needs attention']),
      'changes, places': (mailbox) => all(mailbox.changes(folder, 'place')),
      'changes, fields': (mailbox) => all(mailbox.changes(folder, 'fields')),
      'changes since': async (mailbox) => all(mailbox.changes(folder, 'fields', await cursor(mailbox))),
      'read, places': (mailbox) => all(mailbox.read([...ids, 'AAMkNone'], 'place')),
      'read, all': async (mailbox) => {
        await mailbox.folders(folder, []);
        return all(mailbox.read([...ids, 'AAMkNone'], 'all'));
      },
      'read by listing': async (mailbox) => {
        await all(mailbox.changes(folder, 'fields'));
        return all(mailbox.read([...ids, ...Array.from({ length: 45 }, (_none, n) => `AAMkNone${n}`)], 'all'));
      },
      findByKeys: (mailbox) => mailbox.findByKeys([key], [folder]),
      findByAddress: (mailbox) => mailbox.findByAddress('n1@x.example'),
      searchByName: (mailbox) => mailbox.searchByName('Num', 5),
      photo: (mailbox) => mailbox.photo(first.id),
      'no photo': (mailbox) => mailbox.photo(second.id),
      create: (mailbox) => mailbox.create([draft(folder, 'a'), draft(folder, 'b')]),
      update: (mailbox) =>
        mailbox.update([
          { ...second, fields: { title: 'Boss', fax: '1' }, addCategories: ['X'], key },
          { ...third, fields: { notes: null }, slots: { phone: [] }, removeCategories: ['Salesforce'], key: null },
        ]),
      keep: (mailbox) => mailbox.keep(ids.slice(0, 2)),
      'keep and restore': async (mailbox) => {
        const [kept] = await mailbox.keep([first.id]);
        return kept?.ok === true ? mailbox.restore(kept.value, draft(folder, 'c')) : kept;
      },
      move: (mailbox) => mailbox.move(first, 'contacts', key),
      remove: (mailbox) =>
        mailbox.remove([
          { id: fourth.id, version: fourth.version },
          { id: 'AAMkNone', version: 'x' },
        ]),
      'the directory': async () => [
        await connect().directory?.byAddress(ADA),
        await connect().directory?.byId(info.users[0]?.objectId ?? ''),
      ],
    },
  };
}
