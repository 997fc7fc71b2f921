import type { Photo } from './mailbox.ts';

/** Far above what clients keep of a contact's picture, far below what a pane that shows many of them should have to hold. */
export const MOST_PHOTO_BYTES = 1024 * 1024;

/** How each form begins (ISO/IEC 10918-1, RFC 2083, GIF89a). */
const FORMS: readonly (readonly [type: Photo['type'], begins: string])[] = [
  ['image/jpeg', '\u00ff\u00d8\u00ff'],
  ['image/png', '\u0089PNG\r\n\u001a\n'],
  ['image/gif', 'GIF87a'],
  ['image/gif', 'GIF89a'],
];
const LONGEST_BEGINNING = 8;

/** A photo by its first bytes, whatever the service calls it; undefined: none of a form that every browser shows, or too large. */
export function photoOf(bytes: Uint8Array | undefined): Photo | undefined {
  if (bytes === undefined || bytes.length > MOST_PHOTO_BYTES) return undefined;
  const beginning = Buffer.from(bytes.subarray(0, LONGEST_BEGINNING)).toString('latin1');
  const [type] = FORMS.find(([, begins]) => beginning.startsWith(begins)) ?? [];
  return type === undefined ? undefined : { type, bytes };
}
