import { badRequest } from './errors.ts';
import type { Extended } from './mailbox-state.ts';

type Kind = 'string' | 'strings' | 'date' | 'address' | 'emails';

/** graph.md 1.1: the v1.0 schema of `contact`, what may be written. */
const PROPERTIES: Readonly<Record<string, Kind>> = {
  assistantName: 'string',
  birthday: 'date',
  businessAddress: 'address',
  businessHomePage: 'string',
  businessPhones: 'strings',
  categories: 'strings',
  children: 'strings',
  companyName: 'string',
  department: 'string',
  displayName: 'string',
  emailAddresses: 'emails',
  fileAs: 'string',
  generation: 'string',
  givenName: 'string',
  homeAddress: 'address',
  homePhones: 'strings',
  imAddresses: 'strings',
  initials: 'string',
  jobTitle: 'string',
  manager: 'string',
  middleName: 'string',
  mobilePhone: 'string',
  nickName: 'string',
  officeLocation: 'string',
  otherAddress: 'address',
  personalNotes: 'string',
  profession: 'string',
  spouseName: 'string',
  surname: 'string',
  title: 'string',
  yomiCompanyName: 'string',
  yomiGivenName: 'string',
  yomiSurname: 'string',
};

export const ALL_PROPERTIES = Object.keys(PROPERTIES);
/** Names are taken in any case: @pnp/graph sends `surName`, and works with the service. */
const ANY_CASE = new Map(ALL_PROPERTIES.map((name) => [name.toLowerCase(), name]));
const SLOTS = ['primaryEmailAddress', 'secondaryEmailAddress', 'tertiaryEmailAddress'] as const;
/** Sent back by clients, and not theirs to set. */
const MADE = new Set(['id', 'changeKey', 'createdDateTime', 'lastModifiedDateTime', 'parentFolderId']);
const ADDRESS_PARTS = ['street', 'city', 'state', 'postalCode', 'countryOrRegion'];
const MOST: Readonly<Record<string, number>> = { emailAddresses: 3, businessPhones: 2 };

export interface Limits {
  readonly homePhones: number;
  readonly imAddresses: number;
  readonly mergeAddresses: boolean;
}

/** The properties after a POST or PATCH of `body`; collections are replaced whole. Throws GraphError in the vendor's words. */
export function applyBody(
  before: Readonly<Record<string, unknown>> | undefined,
  body: Readonly<Record<string, unknown>>,
  limits: Limits,
): Record<string, unknown> {
  const after: Record<string, unknown> = { ...before };
  const most: Readonly<Record<string, number>> = {
    ...MOST,
    homePhones: limits.homePhones,
    imAddresses: limits.imAddresses,
  };
  for (const [given, value] of Object.entries(body)) {
    const name = ANY_CASE.get(given.toLowerCase()) ?? given;
    if (name.includes('@') || MADE.has(name) || name === 'singleValueExtendedProperties') continue;
    const slot = SLOTS.indexOf(name as (typeof SLOTS)[number]);
    if (slot >= 0) {
      const list = [...((after.emailAddresses ?? []) as unknown[])];
      if (value === null) list.splice(slot, 1);
      else list[slot] = emailAddress(value);
      after.emailAddresses = list.filter((entry) => entry !== undefined);
      continue;
    }
    const kind = PROPERTIES[name];
    if (kind === undefined)
      throw badRequest(
        `The property '${name}' does not exist on type 'microsoft.graph.contact'. Make sure to only use property names that are defined by the type or mark the type as open type.`,
        'RequestBodyRead',
      );
    after[name] = converted(name, kind, value, after[name], limits.mergeAddresses);
    const limit = most[name];
    const held = after[name];
    if (limit !== undefined && Array.isArray(held) && held.length > limit)
      throw badRequest(
        `The multi value property ${name.charAt(0).toUpperCase()}${name.slice(1)} has ${held.length} entries, that exceeds the max allowed value of ${limit}`,
        'ErrorInvalidProperty',
      );
  }
  renamed(before, body, after);
  return after;
}

/** The trap of graph.md 1.2: without a display name in the same request, a changed name makes a new one. */
function renamed(
  before: Readonly<Record<string, unknown>> | undefined,
  body: Readonly<Record<string, unknown>>,
  after: Record<string, unknown>,
): void {
  if (typeof body.displayName === 'string' && body.displayName !== '') return;
  const parts = ['givenName', 'middleName', 'surname', 'generation'];
  if (before !== undefined && !parts.some((name) => name in body)) return;
  const made = parts
    .map((name) => after[name])
    .filter((part): part is string => typeof part === 'string' && part !== '')
    .join(' ');
  const [email] = (after.emailAddresses ?? []) as { address?: string }[];
  after.displayName = made || ((after.companyName as string | undefined) ?? email?.address ?? '');
}

function converted(name: string, kind: Kind, value: unknown, before: unknown, merge: boolean): unknown {
  const wrong = () =>
    badRequest(
      `Cannot convert the literal '${JSON.stringify(value).slice(0, 40)}' of '${name}' to the expected type.`,
      'RequestBodyRead',
    );
  switch (kind) {
    case 'string':
      if (value === null) return null;
      if (typeof value !== 'string') throw wrong();
      return name === 'personalNotes' ? value.replace(/\r?\n/g, '\r\n') : value;
    case 'strings':
      if (value === null) return [];
      if (!Array.isArray(value) || value.some((entry) => typeof entry !== 'string')) throw wrong();
      return name === 'categories' ? [...new Set(value as string[])] : value;
    case 'date': {
      if (value === null) return null;
      const time = typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value) ? Date.parse(value) : Number.NaN;
      if (Number.isNaN(time)) throw wrong();
      return `${new Date(time).toISOString().slice(0, 19)}Z`;
    }
    case 'address': {
      if (value === null) return {};
      if (typeof value !== 'object' || Array.isArray(value)) throw wrong();
      const parts = Object.entries(value as Record<string, unknown>).filter(([part]) => !part.includes('@'));
      if (parts.some(([part]) => !ADDRESS_PARTS.includes(part))) throw wrong();
      const base = merge && typeof before === 'object' && before !== null ? before : {};
      const all = { ...base, ...Object.fromEntries(parts) };
      return Object.fromEntries(Object.entries(all).filter(([, part]) => part !== null && part !== ''));
    }
    case 'emails':
      if (value === null) return [];
      if (!Array.isArray(value)) throw wrong();
      return value.map(emailAddress);
  }
}

function emailAddress(value: unknown): { readonly name: string; readonly address: string } {
  const { name, address } = (value ?? {}) as { name?: unknown; address?: unknown };
  if (typeof address !== 'string')
    throw badRequest("Cannot convert an e-mail address without the property 'address'.", 'RequestBodyRead');
  return { name: typeof name === 'string' && name !== '' ? name : address, address };
}

/** How a contact shows its properties: absent ones as null or empty lists. */
export function shown(properties: Readonly<Record<string, unknown>>, name: string): unknown {
  const value = properties[name];
  if (SLOTS.includes(name as (typeof SLOTS)[number]))
    return ((properties.emailAddresses ?? []) as unknown[])[SLOTS.indexOf(name as (typeof SLOTS)[number])] ?? null;
  const kind = PROPERTIES[name];
  if (kind === 'strings' || kind === 'emails') return value ?? [];
  if (kind === 'address') return value ?? {};
  return value ?? null;
}

export const isShown = (name: string) => name in PROPERTIES || SLOTS.includes(name as (typeof SLOTS)[number]);
export const SHOWN = [...ALL_PROPERTIES, ...SLOTS];

// Extended properties

const FORM =
  /^(Boolean|Integer|Short|Long|Double|Float|String|SystemTime|CLSID|Binary|Currency|ApplicationTime) (?:(0x[0-9a-f]{1,4})|(\{[0-9a-f-]{36}\}) (?:Name (\S.*)|Id (0x[0-9a-f]{1,8})))$/i;

/** One spelling for each property; throws GraphError for what is none. */
export function propertyId(text: string): string {
  const [, type, tag, guid, name, id] = FORM.exec(text.trim()) ?? [];
  if (type === undefined)
    throw badRequest(`The property id '${text}' of the extended property is invalid.`, 'ErrorInvalidExtendedProperty');
  const short = (hex: string) =>
    `0x${hex
      .slice(2)
      .toLowerCase()
      .replace(/^0+(?=.)/, '')}`;
  if (tag !== undefined) return `${type} ${short(tag)}`;
  return name === undefined
    ? `${type} ${String(guid).toLowerCase()} Id ${short(String(id))}`
    : `${type} ${String(guid).toLowerCase()} Name ${name}`;
}

/** Those of the body over those before. */
export function applyExtended(before: readonly Extended[], given: unknown): Extended[] {
  if (given === undefined) return [...before];
  if (!Array.isArray(given)) throw badRequest('singleValueExtendedProperties is not a list.', 'RequestBodyRead');
  const after = new Map(before.map(({ id, value }) => [id, value]));
  for (const entry of given as { id?: unknown; value?: unknown }[]) {
    if (typeof entry.id !== 'string' || typeof entry.value !== 'string')
      throw badRequest('An extended property takes id and value, both strings.', 'RequestBodyRead');
    const id = propertyId(entry.id);
    after.set(id, entry.value);
  }
  return [...after].map(([id, value]) => ({ id, value }));
}
