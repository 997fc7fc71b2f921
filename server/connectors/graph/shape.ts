import { FailureError } from '../../model/failure.ts';

export type Wire = Readonly<Record<string, unknown>>;

export interface WireFolder {
  readonly id: string;
  readonly displayName: string;
  readonly parentFolderId: string;
}

/** What was answered has not the form of the documents: nothing of it is taken for a value, and nothing for an absence (D4). */
export function notUnderstood(what: string, code = 'graph-not-a-contact'): FailureError {
  return new FailureError({
    kind: 'unavailable',
    code,
    message: `Microsoft Graph answered something else than ${what}.`,
  });
}

export const isWire = (value: unknown): value is Wire =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The entries of a listing's page. */
export function entriesOf(page: unknown): readonly Wire[] {
  if (isWire(page) && Array.isArray(page.value) && page.value.every(isWire)) return page.value;
  throw notUnderstood('a listing', 'graph-not-a-page');
}

/** A link of a page; undefined where the page is the last. */
export function linkIn(page: Wire, name: '@odata.nextLink' | '@odata.deltaLink'): string | undefined {
  const link = page[name];
  if (link === undefined || link === null) return undefined;
  if (typeof link === 'string' && link !== '') return link;
  throw notUnderstood('a link', 'graph-not-a-page');
}

/** Half a character is no text: no address can be made of it. */
export const isText = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.isWellFormed();
const isAbsent = (value: unknown): boolean => value === undefined || value === null;
const isTextOrAbsent = (value: unknown): boolean => isAbsent(value) || typeof value === 'string';
const isListOf = (value: unknown, is: (entry: unknown) => boolean): boolean =>
  isAbsent(value) || (Array.isArray(value) && value.every(is));

const isAddress = (value: unknown): boolean =>
  isAbsent(value) || (isWire(value) && Object.values(value).every(isTextOrAbsent));
const isEmail = (value: unknown): boolean =>
  isWire(value) && isTextOrAbsent(value.address) && isTextOrAbsent(value.name);
export const isExtended = (value: unknown): value is { readonly id: string; readonly value: string } =>
  isWire(value) && typeof value.id === 'string' && typeof value.value === 'string';

/** By property (v1.0 metadata, `microsoft.graph.contact`); every other one that we name is a text. */
const FORMS: Readonly<Record<string, (value: unknown) => boolean>> = {
  businessPhones: (value) => isListOf(value, isTextOrAbsent),
  homePhones: (value) => isListOf(value, isTextOrAbsent),
  imAddresses: (value) => isListOf(value, isTextOrAbsent),
  children: (value) => isListOf(value, isTextOrAbsent),
  categories: (value) => isListOf(value, (entry) => typeof entry === 'string'),
  emailAddresses: (value) => isListOf(value, isEmail),
  businessAddress: isAddress,
  homeAddress: isAddress,
  otherAddress: isAddress,
  singleValueExtendedProperties: (value) => isListOf(value, isExtended),
};
const FORM_NAMES = Object.keys(FORMS);

/** A contact's id, place and version, which every answer of ours has. Throws `unavailable`. */
export function asHead(value: unknown): Wire {
  if (
    !isWire(value) ||
    !isText(value.id) ||
    !isText(value.parentFolderId) ||
    FORMS.categories?.(value.categories) !== true
  )
    throw notUnderstood('a contact');
  if (!isText(value['@odata.etag']) && !isText(value.changeKey)) throw notUnderstood('a contact with its version');
  return value;
}

/** A contact with all that we read of it. `texts`: the properties that are texts. Throws `unavailable`. */
export function asContact(value: unknown, texts: readonly string[]): Wire {
  const wire = asHead(value);
  const wrong =
    FORM_NAMES.find((name) => FORMS[name]?.(wire[name]) === false) ??
    texts.find((name) => !(name in FORMS) && !isTextOrAbsent(wire[name]));
  if (wrong !== undefined) throw notUnderstood(`a contact: ${wrong} has another form`);
  return wire;
}

export function asFolder(value: unknown): WireFolder {
  if (!isWire(value) || !isText(value.id) || typeof value.displayName !== 'string' || !isText(value.parentFolderId))
    throw notUnderstood('a contact folder', 'graph-not-a-folder');
  const { id, displayName, parentFolderId } = value;
  return { id, displayName, parentFolderId };
}

/** What real values never come near, and what walking them by recursion bears. */
const DEEPEST = 50;

/** Whether all of a value can be walked, copied and sent again. */
export function isShallow(value: unknown, left = DEEPEST): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return left > 0 && Object.values(value).every((part) => isShallow(part, left - 1));
}
