import { applyBody, applyExtended } from './contact-schema.ts';
import type { MailboxState } from './mailbox-state.ts';

interface SampleContact {
  readonly properties: Readonly<Record<string, unknown>>;
  readonly extended?: readonly { readonly id: string; readonly value: string }[];
}

const LIMITS = { homePhones: 2, imAddresses: 3, mergeAddresses: true };
const email = (address: string, name = address) => ({ emailAddresses: [{ address, name }] });

/** What people had in Outlook before: private cards, and a few that are in Salesforce too. Dan has none. */
const CARDS: Readonly<Record<string, readonly SampleContact[]>> = {
  'ada@contoso.example': [
    {
      properties: {
        givenName: 'Grandma',
        surname: 'Park',
        homePhones: ['+49 30 5550100'],
        personalNotes: 'Birthday cake!',
      },
    },
    {
      properties: {
        givenName: 'Dr. Jonas',
        surname: 'Weiß',
        companyName: 'Zahnarztpraxis Weiß',
        businessPhones: ['+49 30 5550101'],
      },
    },
    {
      properties: {
        givenName: 'Mia',
        surname: 'Park',
        ...email('mia.park@home.example', 'Mia'),
        birthday: '2014-02-28T11:59:00Z',
      },
      extended: [{ id: 'Integer 0x36', value: '2' }],
    },
    {
      properties: {
        givenName: 'Tom',
        surname: 'Okafor',
        ...email('tom@runningclub.example'),
        categories: ['Red category'],
      },
    },
    { properties: { displayName: 'Pizzeria Roma', companyName: 'Pizzeria Roma', businessPhones: ['+49 30 5550177'] } },
    { properties: { givenName: 'Yuki', surname: 'Tanaka', ...email('yuki.tanaka@school.example'), spouseName: 'Ken' } },
  ],
  'ben@contoso.example': [
    { properties: { givenName: 'Rosa', surname: 'Ito', ...email('rosa@home.example'), nickName: 'Rosie' } },
    {
      properties: {
        givenName: 'Lukas',
        surname: 'Novák',
        companyName: 'Garage Novák',
        mobilePhone: '+420 601 555 010',
      },
    },
    { properties: { givenName: 'Fatima', surname: 'Al-Sayed', ...email('fatima@chess.example') } },
  ],
  'cora@contoso.example': [
    { properties: { givenName: 'Eva', surname: 'Lind', homePhones: ['+46 8 555 01 20'] } },
    {
      properties: {
        givenName: 'Nils',
        surname: 'Åberg',
        ...email('nils@sailing.example'),
        imAddresses: ['nils@chat.example'],
      },
    },
  ],
};

export function fillSample(state: MailboxState): void {
  for (const [user, cards] of Object.entries(CARDS)) {
    if (!state.context.users.some((person) => person.email === user)) continue;
    for (const { properties, extended } of cards)
      state.add(user, state.contacts(user), {
        properties: applyBody(undefined, properties, LIMITS),
        extended: applyExtended([], extended),
      });
  }
}
