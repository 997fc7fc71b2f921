import type {
  Address,
  FieldChanges,
  FieldMap,
  FieldName,
  Item,
  ItemHead,
  SlotEntry,
  SlotMap,
  Value,
} from '../../model/contact.ts';
import { KEY, normalId, readKey, RECORD } from './hidden-key.ts';
import { asContact, asHead, type Wire } from './shape.ts';
import { STANDARD_FIELDS } from '../../model/contact.ts';
import type { FieldMapping } from '../../model/settings.ts';
import { DEFAULT_PLACES, EXTENDED, type Place } from './places.ts';

const SENSITIVITY = 'Integer 0x36';
const HAS_ATTACHMENTS = 'Boolean 0xe1b';

interface WireAddress {
  readonly street?: string | null;
  readonly city?: string | null;
  readonly state?: string | null;
  readonly postalCode?: string | null;
  readonly countryOrRegion?: string | null;
}

/** Wire to Contact and back, for the default mapping and the admin's. Pure. */
export class GraphMapping {
  private readonly places: ReadonlyMap<FieldName, Place>;
  private readonly list: readonly { readonly field: FieldName; readonly place: Place }[];
  readonly fields: readonly FieldName[];
  private readonly texts: readonly string[];
  /** Fields that live in extended properties. */
  readonly extendedFields: readonly FieldName[];

  constructor(mappings: readonly FieldMapping[]) {
    const places = new Map<FieldName, Place>(
      STANDARD_FIELDS.flatMap((field) => {
        const place = DEFAULT_PLACES[field];
        return place === undefined ? [] : [[field, place] as const];
      }),
    );
    for (const mapping of mappings) {
      const field = (mapping.field ?? `custom:${mapping.salesforce ?? ''}`) as FieldName;
      if (mapping.outlook !== undefined)
        places.set(
          field,
          EXTENDED.test(mapping.outlook)
            ? { extended: normalId(mapping.outlook) }
            : { property: mapping.outlook, form: 'text' },
        );
    }
    this.places = places;
    this.list = [...places].map(([field, place]) => ({ field, place }));
    this.fields = [...places.keys()];
    this.texts = ['displayName', ...this.list.flatMap(({ place }) => ('property' in place ? [place.property] : []))];
    this.extendedFields = this.fields.filter((field) => this.extendedId(field) !== '');
  }

  /** Properties of a list or delta page. */
  get select(): string {
    const properties = [...this.places.values()].flatMap((place) => ('property' in place ? [place.property] : []));
    return [
      ...new Set([
        'id',
        'parentFolderId',
        'categories',
        'changeKey',
        'displayName',
        'createdDateTime',
        'lastModifiedDateTime',
        ...properties,
      ]),
    ].join(',');
  }

  placeOf(field: FieldName): Place | undefined {
    return this.places.get(field);
  }

  extendedId(field: FieldName): string {
    const place = this.places.get(field);
    return place !== undefined && 'extended' in place ? place.extended : '';
  }

  get expand(): string {
    const ids = [KEY, RECORD, SENSITIVITY, HAS_ATTACHMENTS, ...this.extendedIds];
    return `singleValueExtendedProperties($filter=${ids.map((id) => `id eq '${id}'`).join(' or ')})`;
  }

  private get extendedIds(): string[] {
    return [...this.places.values()].flatMap((place) => ('extended' in place ? [place.extended] : []));
  }

  /** `complete`: read by id with our extended properties. Throws `unavailable` for what is no contact. */
  toItem(given: unknown, complete: boolean): Item {
    const wire = asContact(given, this.texts);
    const extended = new Map(
      ((wire.singleValueExtendedProperties ?? []) as { id: string; value: string }[]).map(({ id, value }) => [
        normalId(id),
        value,
      ]),
    );
    const fields: Record<string, Value> = {};
    const slots: Record<string, readonly SlotEntry[]> = {};
    for (const { field, place } of this.list) {
      if ('extended' in place) {
        const value = extended.get(place.extended);
        if (value !== undefined && value !== '') fields[field] = value;
        continue;
      }
      const raw = wire[place.property];
      switch (place.form) {
        case 'emails':
        case 'phones': {
          const list = slotEntries(raw, place.form);
          slots[field] = list;
          const first = list[0]?.value;
          if (first !== undefined) fields[field] = first;
          break;
        }
        case 'address': {
          const address = fromAddress(raw as WireAddress | null | undefined);
          if (address !== undefined) fields[field] = address;
          break;
        }
        case 'date':
          if (typeof raw === 'string' && raw !== '') fields[field] = raw.slice(0, 10);
          break;
        case 'note':
          if (typeof raw === 'string' && raw.trim() !== '')
            fields[field] = withoutLastLines(raw.replace(/\r\n?/g, '\n'));
          break;
        case 'text':
          if (typeof raw === 'string' && raw !== '') fields[field] = raw;
          break;
      }
    }
    const key = readKey(extended.get(normalId(KEY)), extended.get(normalId(RECORD)));
    const sensitivity = extended.get(normalId(SENSITIVITY));
    return {
      id: String(wire.id),
      version: versionOf(wire),
      folder: String(wire.parentFolderId),
      categories: (wire.categories ?? []) as string[],
      displayName: (wire.displayName as string | null | undefined) ?? '',
      fields: fields as FieldMap,
      slots: slots as SlotMap,
      ...(key === undefined ? {} : { key }),
      private: sensitivity === '2' || sensitivity === '3',
      hasAttachments: extended.get(normalId(HAS_ATTACHMENTS))?.toLowerCase() === 'true',
      createdAt: String(wire.createdDateTime ?? ''),
      modifiedAt: String(wire.lastModifiedDateTime ?? ''),
      complete,
    };
  }

  /** The body of a POST or PATCH. `displayName` also names the e-mail addresses that have no name of their own (S1). */
  toWire(fields: FieldChanges, slots: SlotMap, displayName: string | undefined): Record<string, unknown> {
    const wire: Record<string, unknown> = {};
    const extended: { id: string; value: string }[] = [];
    for (const [field, value] of Object.entries(fields) as [FieldName, Value | null][]) {
      const place = this.places.get(field);
      if (place === undefined || slots[field] !== undefined) continue;
      if ('extended' in place) extended.push({ id: place.extended, value: typeof value === 'string' ? value : '' });
      else wire[place.property] = toProperty(place.form, value, displayName);
    }
    for (const [field, list] of Object.entries(slots) as [FieldName, readonly SlotEntry[]][]) {
      const place = this.places.get(field);
      if (place === undefined || 'extended' in place) continue;
      wire[place.property] =
        place.form === 'emails'
          ? list.map((entry) => ({ address: entry.value, name: entry.label ?? displayName ?? entry.value }))
          : list.map((entry) => entry.value);
    }
    if (extended.length > 0) wire.singleValueExtendedProperties = extended;
    return wire;
  }
}

/** Without the line ends at its end; a pattern would try again at each of many in the middle. */
function withoutLastLines(text: string): string {
  let end = text.length;
  while (text.charAt(end - 1) === '\n') end -= 1;
  return text.slice(0, end);
}

/** Each part is named: whether a PATCH of an address replaces or merges it, the documents leave open. */
const NO_ADDRESS = { street: null, city: null, state: null, postalCode: null, countryOrRegion: null };

function toProperty(
  form: 'text' | 'date' | 'note' | 'address' | 'emails' | 'phones',
  value: Value | null,
  displayName: string | undefined,
): unknown {
  if (value === null || value === '')
    return form === 'emails' || form === 'phones' ? [] : form === 'address' ? NO_ADDRESS : null;
  if (typeof value !== 'string')
    return {
      street: value.street === '' ? null : value.street.replace(/\r?\n/g, '\r\n'),
      city: value.city || null,
      state: value.state || null,
      postalCode: value.postalCode || null,
      countryOrRegion: value.country || null,
    };
  switch (form) {
    case 'date':
      // Noon: whatever zone a client shows it in, the day stays.
      return `${value.slice(0, 10)}T11:59:00Z`;
    case 'note':
      return value.replace(/\r?\n/g, '\r\n');
    case 'emails':
      return [{ address: value, name: displayName ?? value }];
    case 'phones':
      return [value];
    case 'text':
    case 'address':
      return value;
  }
}

function slotEntries(raw: unknown, form: 'emails' | 'phones'): SlotEntry[] {
  if (!Array.isArray(raw)) return [];
  if (form === 'phones')
    return raw
      .filter((value): value is string => typeof value === 'string' && value !== '')
      .map((value) => ({ value }));
  return (raw as { address?: string | null; name?: string | null }[]).flatMap(({ address, name }) =>
    address === undefined || address === null || address === ''
      ? []
      : [{ value: address, ...(name === undefined || name === null || name === '' ? {} : { label: name }) }],
  );
}

function fromAddress(raw: WireAddress | null | undefined): Address | undefined {
  if (raw === null || raw === undefined) return undefined;
  const address: Address = {
    street: (raw.street ?? '').replace(/\r\n?/g, '\n'),
    city: raw.city ?? '',
    state: raw.state ?? '',
    postalCode: raw.postalCode ?? '',
    country: raw.countryOrRegion ?? '',
  };
  const { street, city, state, postalCode, country } = address;
  return `${street}${city}${state}${postalCode}${country}`.trim() === '' ? undefined : address;
}

/** All that is asked for outside the folder (U6). */
export const PLACE = 'id,parentFolderId,categories,changeKey';

/** Throws `unavailable` for what is no contact. */
export function headOf(given: unknown): ItemHead {
  const wire = asHead(given);
  return {
    id: String(wire.id),
    version: versionOf(wire),
    folder: String(wire.parentFolderId),
    categories: (wire.categories ?? []) as string[],
  };
}

/** S1: first, middle and last name and the suffix; the e-mail or the company where there is no name. */
export function displayNameOf(fields: FieldChanges): string {
  const text = (field: FieldName) => {
    const value = fields[field];
    return typeof value === 'string' ? value.trim() : '';
  };
  const name = (['firstName', 'middleName', 'lastName', 'suffix'] as const).map(text).filter((part) => part !== '');
  return name.join(' ') || text('email') || text('company');
}

export function versionOf(wire: Wire): string {
  const etag = wire['@odata.etag'];
  if (typeof etag === 'string') return etag.replace(/^W\/"(.*)"$/s, '$1');
  return String(wire.changeKey ?? '');
}
