import type { Address, FieldKind, Value } from '../model/contact.ts';
import type { FieldRule, PicklistValue } from '../model/field-rule.ts';

const ADDRESS_PARTS = ['street', 'city', 'state', 'postalCode', 'country'] as const;

/**
 * The normal form of a value (C3): two values are the same exactly if their normal forms are equal; the empty string is absence.
 * Values are written as given, never in normal form.
 */
export function normalForm(
  rule: Pick<FieldRule, 'kind' | 'values' | 'states' | 'countries'>,
  value: Value | null | undefined,
): string {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string') return addressNormalForm(rule, value);
  return textNormalForm(rule.kind, value, rule.values);
}

/** Whether two values are the same in normal form. Nearly always they are as given, which needs no look at the form. */
export function sameValue(rule: FieldRule, one: Value | null | undefined, other: Value | null | undefined): boolean {
  if (one === other || (isAddress(one) && isAddress(other) && ADDRESS_PARTS.every((part) => one[part] === other[part])))
    return true;
  return normalForm(rule, one) === normalForm(rule, other);
}

const isAddress = (value: Value | null | undefined): value is Address => typeof value === 'object' && value !== null;

function textNormalForm(kind: FieldKind, value: string, values?: readonly PicklistValue[]): string {
  switch (kind) {
    case 'email':
      return plain(value).toLowerCase();
    case 'phone':
      return phoneNormalForm(value);
    case 'date':
      return value.trim().slice(0, 10);
    case 'note':
      return noteNormalForm(value);
    case 'picklist':
      return picklistNormalForm(value, values);
    case 'boolean':
      return value.trim().toLowerCase() === 'true' ? 'true' : '';
    case 'text':
    case 'address':
      return plain(value);
  }
}

/** What needs no look: words of printable ASCII with single spaces between them, which is most of all values. */
const PLAIN = /^[!-~]+(?: [!-~]+)*$/;

/** Outer white space and Unicode composition are the servers' habit, not an edit. */
function plain(value: string): string {
  if (PLAIN.test(value)) return value;
  return value
    .normalize('NFC')
    .replace(/[\s\u00a0]+/gu, ' ')
    .trim();
}

function noteNormalForm(value: string): string {
  return (
    value
      .normalize('NFC')
      .split(/\r\n|\r|\n/)
      // Line by line: a pattern for the ends would try again at each space of a long run.
      .map((line) => line.trimEnd())
      .join('\n')
      .replace(/^\n+/, '')
      .trimEnd()
  );
}

/** Most numbers: international, with single spaces; nothing of it is to be replaced but those. */
const PLAIN_NUMBER = /^\+[0-9]+(?: [0-9]+)*$/;

/** Digits with a leading plus, and an extension; letters of vanity numbers stay. */
function phoneNormalForm(value: string): string {
  if (PLAIN_NUMBER.test(value)) return value.replaceAll(' ', '');
  const text = plain(value).toLowerCase();
  const [, number = text, extension = ''] = /^(.*?)(?:\s*(?:ext\.?|extension|x|durchwahl)\s*(\d+))?$/u.exec(text) ?? [];
  const kept = number
    .replace(/\(0\)/g, '')
    .replace(/[\s()./\u2010-\u2015-]/gu, '')
    .replace(/^00(?=[1-9])/, '+');
  return kept === '' ? plain(value) : extension === '' ? kept : `${kept}x${extension}`;
}

function picklistNormalForm(value: string, values: readonly PicklistValue[] | undefined): string {
  const text = plain(value);
  return pickValue(text, values)?.value ?? text;
}

/** The picklist entry meant by a code or a label, whatever its case. */
export function pickValue(text: string, values: readonly PicklistValue[] | undefined): PicklistValue | undefined {
  const wanted = plain(text).toLowerCase();
  if (values === undefined || wanted === '') return undefined;
  return (
    values.find((entry) => entry.value.toLowerCase() === wanted) ??
    values.find((entry) => entry.label.toLowerCase() === wanted)
  );
}

function addressNormalForm(rule: Pick<FieldRule, 'states' | 'countries'>, address: Address): string {
  const parts = ADDRESS_PARTS.map((part) => {
    const text = address[part];
    switch (part) {
      case 'street':
        return noteNormalForm(text)
          .split('\n')
          .map(plain)
          .filter((line) => line !== '')
          .join('\n');
      case 'state':
        return picklistNormalForm(text, rule.states);
      case 'country':
        return picklistNormalForm(text, rule.countries);
      case 'city':
      case 'postalCode':
        return plain(text);
    }
  });
  return parts.every((part) => part === '') ? '' : parts.join('\u001f');
}

/** A value as one text, for the journal and for showing. */
export function asText(value: Value | null | undefined): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  return ADDRESS_PARTS.map((part) => value[part].trim())
    .filter((part) => part !== '')
    .join(', ');
}

/**
 * C7: whether `stored` is what a server made of `sent` by trimming, cutting or reformatting, and so no edit of a person.
 * Reformatting keeps the letters and digits in their order.
 */
export function isServersRewrite(rule: FieldRule, sent: Value | undefined, stored: Value | undefined): boolean {
  if (sameValue(rule, sent, stored)) return true;
  const characters = (value: Value | undefined) =>
    asText(value)
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]/gu, '');
  const was = characters(sent);
  const is = characters(stored);
  if (is === '') return false;
  if (was === is) return true;
  if (rule.kind === 'phone') return was.endsWith(is) || is.endsWith(was.replace(/^0+/, ''));
  return typeof sent === 'string' && typeof stored === 'string' && sent.trimStart().startsWith(stored.trim());
}

/** Names, companies and the like, as compared when two contacts are held to be one person (P1, A1). */
export function matchForm(text: string | undefined): string {
  return plain(text ?? '').toLowerCase();
}
