import type { PersonAtWork } from '../support/person.ts';
import type { WireContact } from '../support/simulated.ts';
import type { Field } from './steps.ts';

const KEY = 'String {8f3b1d5e-6a0c-4f0b-9d2e-5c7a41e6b930} Name CardbridgeKey';
const LIST_NOTES = 255;
const RECORD_FIELDS =
  'Id, FirstName, LastName, Email, Title, Department, Phone, MobilePhone, Description, MailingStreet, OwnerId, VIP__c, IsDeleted, MasterRecordId, SystemModstamp, CreatedDate';

/** An item as its person sees it in Outlook; what lies in Deleted Items is not among them. */
export interface Card {
  readonly mailbox: number;
  readonly id: string;
  readonly place: 'inside' | 'elsewhere';
  /** The last name: people never change it, so that it tells who is meant. */
  readonly name: string;
  readonly marked: boolean;
  /** Our hidden key's intent. */
  readonly intent: string | undefined;
  readonly wire: WireContact;
}

/** A Contact as somebody sees it who sees them all, deleted ones too. */
export interface Contact {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly ownerId: string;
  readonly vip: boolean;
  readonly deleted: boolean;
  readonly masterId: string | null;
  readonly stamp: string;
  readonly wire: Readonly<Record<string, unknown>>;
}

export interface Sight {
  readonly cards: readonly Card[];
  readonly contacts: readonly Contact[];
}

export interface Eyes {
  readonly person: PersonAtWork;
  readonly folder: () => Promise<string | null>;
}

/** Everything there is, through the vendors' own calls; each kind in an order that does not hang on ids. */
export async function look(mailboxes: readonly Eyes[], reader: PersonAtWork): Promise<Sight> {
  const cards: Card[] = [];
  for (const [mailbox, { person, folder }] of mailboxes.entries()) {
    const inside = await folder();
    for (const place of ['inside', 'elsewhere'] as const) {
      if (place === 'inside' && inside === null) continue;
      for (const wire of await listing(person, place === 'inside' ? String(inside) : 'contacts'))
        cards.push(cardOf(mailbox, place, wire));
    }
  }
  const page = await reader.salesforce<{ records: Readonly<Record<string, unknown>>[] }>(
    'GET',
    `/queryAll?q=${encodeURIComponent(`SELECT ${RECORD_FIELDS} FROM Contact ORDER BY CreatedDate, Id`)}`,
  );
  return { cards: cards.sort(byPlaceAndName), contacts: page.records.map(contactOf) };
}

async function listing(person: PersonAtWork, folder: string): Promise<WireContact[]> {
  const expand = encodeURIComponent(`singleValueExtendedProperties($filter=id eq '${KEY}' or id eq 'Integer 0x36')`);
  const page = await person.outlook<{ value: WireContact[] }>(
    'GET',
    `/contactFolders/${folder}/contacts?$top=999&$expand=${expand}`,
  );
  // A listing may cut notes; a person reads them whole.
  return Promise.all(
    page.value.map(async (wire) =>
      wire.personalNotes.length < LIST_NOTES
        ? wire
        : { ...wire, ...(await person.outlook<WireContact>('GET', `/contacts/${wire.id}?$select=personalNotes`)) },
    ),
  );
}

function cardOf(mailbox: number, place: Card['place'], wire: WireContact): Card {
  const key = extended(wire, KEY);
  return {
    mailbox,
    id: wire.id,
    place,
    name: wire.surname ?? '',
    marked: wire.categories.includes('Salesforce'),
    intent: key === undefined || key === '' ? undefined : key.split('/')[2],
    wire,
  };
}

export function isPrivate(card: Card): boolean {
  return extended(card.wire, 'Integer 0x36') === '2';
}

function extended(wire: WireContact, id: string): string | undefined {
  const list = (wire.singleValueExtendedProperties ?? []) as { id: string; value: string }[];
  return list.find((entry) => entry.id.toLowerCase() === id.toLowerCase())?.value;
}

function byPlaceAndName(a: Card, b: Card): number {
  const order = (card: Card) =>
    `${card.mailbox}/${card.place}/${card.name.padStart(6)}/${String(card.wire.createdDateTime)}/${card.wire.changeKey}`;
  return order(a) < order(b) ? -1 : 1;
}

function contactOf(wire: Readonly<Record<string, unknown>>): Contact {
  const text = (name: string) => (typeof wire[name] === 'string' ? (wire[name] as string) : '');
  return {
    id: text('Id'),
    name: text('LastName'),
    email: text('Email'),
    ownerId: text('OwnerId'),
    vip: wire.VIP__c === true,
    deleted: wire.IsDeleted === true,
    masterId: (wire.MasterRecordId as string | null | undefined) ?? null,
    stamp: text('SystemModstamp'),
    wire,
  };
}

/** Second phones and e-mails are ours to leave alone: what people put there is told apart by its form. */
export const SECOND_PHONE = '+1 900 ';
export const SECOND_EMAIL = '@second.example';

/** The value of a field as it stands in a card, without what is not mapped. */
export function inCard({ wire }: Card, field: Field | 'email'): string {
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  switch (field) {
    case 'title':
      return text(wire.jobTitle);
    case 'department':
      return text(wire.department);
    case 'phone':
      return text(wire.businessPhones.find((phone) => !phone.startsWith(SECOND_PHONE)));
    case 'mobile':
      return text(wire.mobilePhone);
    case 'notes':
      return text(wire.personalNotes);
    case 'street':
      return text((wire.businessAddress as { street?: string } | undefined)?.street);
    case 'email':
      return text(wire.emailAddresses.find(({ address }) => !address.endsWith(SECOND_EMAIL))?.address).toLowerCase();
  }
}

const API_NAMES: Readonly<Record<Field | 'email', string>> = {
  title: 'Title',
  department: 'Department',
  phone: 'Phone',
  mobile: 'MobilePhone',
  notes: 'Description',
  street: 'MailingStreet',
  email: 'Email',
};

export function apiName(field: Field): string {
  return API_NAMES[field];
}

export function inContact({ wire }: Contact, field: Field | 'email'): string {
  const value = wire[API_NAMES[field]];
  const text = typeof value === 'string' ? value : '';
  return field === 'email' ? text.toLowerCase() : text;
}

export function contactChange(field: Field, value: string): object {
  return { [API_NAMES[field]]: value === '' ? null : value };
}

/** The body of a PATCH that types `value` into the card as it is. */
export function cardChange({ wire }: Card, field: Field, value: string): object {
  switch (field) {
    case 'title':
      return { jobTitle: value || null };
    case 'department':
      return { department: value || null };
    case 'phone': {
      const others = wire.businessPhones.filter((phone) => phone.startsWith(SECOND_PHONE));
      return { businessPhones: value === '' ? others : [value, ...others] };
    }
    case 'mobile':
      return { mobilePhone: value || null };
    case 'notes':
      return { personalNotes: value };
    case 'street':
      return { businessAddress: value === '' ? null : { street: value } };
  }
}
