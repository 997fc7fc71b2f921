import type { Simulated, WireContact, WireRecord } from '../support/simulated.ts';

/** A mapped field as each side names it. */
export const SHARED = [
  ['jobTitle', 'Title'],
  ['department', 'Department'],
  ['mobilePhone', 'MobilePhone'],
  ['personalNotes', 'Description'],
] as const;
export const text = (value: unknown) => (typeof value === 'string' ? value.replaceAll('\r\n', '\n').trimEnd() : '');
const namesOf = (card: WireContact, record: WireRecord) =>
  SHARED.flatMap(([ours, theirs]) => (text(card[ours]) === text(record[theirs]) ? [] : [theirs]));

/** Of each pair that is not equal: which fields, and what the person is told about it. */
export async function differencesIn(one: Simulated) {
  const cards = new Map((await one.items()).map((card) => [card.id, card]));
  const fields = SHARED.map(([, theirs]) => theirs).join(', ');
  const records = new Map((await one.records(`Id, ${fields}`)).map((record) => [record.Id, record]));
  return (await one.links()).flatMap(({ itemId, recordId, refusal, name }) => {
    const [card, record] = [cards.get(itemId ?? ''), records.get(recordId ?? '')];
    if (card === undefined || record === undefined) return [{ name, fields: ['all'], told: refusal?.reason.code }];
    const differ = namesOf(card, record);
    return differ.length === 0 ? [] : [{ name, fields: differ, told: refusal?.reason.code }];
  });
}

/** Calls that changed something, parts of batches included. */
export async function writesTo(one: Simulated): Promise<string[]> {
  const made: string[] = [];
  for (const service of ['graph', 'salesforce'] as const)
    for (const { method, path, parts = [] } of await one.calls(service)) {
      const single = parts.length > 0 ? parts : [{ method, path }];
      for (const part of single) {
        // A POST to a collection of one object reads it.
        const creates = /\/contacts$|\/composite\/sobjects$|(?<!composite)\/sobjects\/\w+$/.test(part.path);
        if (part.method === 'POST' ? creates : part.method !== 'GET') made.push(`${part.method} ${part.path}`);
      }
    }
  return made;
}
