import type { Floor } from './floor.ts';

// Data

export const FOLDER = 'Salesforce Contacts';
/** Every so many of the cards to go up have a note. */
export const CARDS_WITH_A_NOTE = 10;
export const NOTE = 'A note of some length. '.repeat(20);

export async function makeRecords(floor: Floor, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let at = 0; at < count; at += 200) {
    const records = Array.from({ length: Math.min(200, count - at) }, (_, n) => ({
      attributes: { type: 'Contact' },
      FirstName: 'First',
      LastName: `Last ${at + n}`,
      Email: `person${at + n}@company${(at + n) % 500}.example`,
      Title: 'Manager',
      Phone: `+49 30 ${1_000_000 + at + n}`,
      MailingStreet: 'Hauptstraße 1',
      MailingCity: 'Berlin',
      MailingPostalCode: '10115',
      MailingCountry: 'Germany',
      Description: (at + n) % 10 === 0 ? 'A note of some length. '.repeat(10) : null,
    }));
    const answers = await floor.salesforce<{ id: string }[]>('POST', '/composite/sobjects', { records });
    ids.push(...answers.map(({ id }) => id));
  }
  return ids;
}

const card = (n: number) => ({
  givenName: 'Up',
  surname: `Number ${n}`,
  displayName: `Up Number ${n}`,
  companyName: `Company ${n % 20}`,
  emailAddresses: [{ address: `up${n}@up.example`, name: `Up Number ${n}` }],
  businessPhones: [`+49 40 ${1_000_000 + n}`],
  ...(n % CARDS_WITH_A_NOTE === 0 ? { personalNotes: NOTE } : {}),
});

/** The folder's id; it is made where there is none. */
export async function folderOf(floor: Floor): Promise<string> {
  const { value } = await floor.graph<{ value: { id: string; displayName: string }[] }>(
    'GET',
    `${floor.root}/contactFolders`,
  );
  const known = value.find((folder) => folder.displayName === FOLDER);
  const made =
    known ?? (await floor.graph<{ id: string }>('POST', `${floor.root}/contactFolders`, { displayName: FOLDER }));
  return made.id;
}

/** Returns the id of the folder that they are in. */
export async function makeItems(floor: Floor, count: number): Promise<string> {
  const folder = await folderOf(floor);
  await floor.batches(
    Array.from({ length: count }, (_, n) => ({
      method: 'POST',
      path: `/contactFolders/${folder}/contacts`,
      body: card(n),
    })),
  );
  return folder;
}
