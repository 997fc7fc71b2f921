import type { Card, Contact } from '../machine/sight.ts';
import type { End } from './world.ts';

/** What differs by nature between two runs: ids, versions, times, and whatever hangs on them. */
const BY_NATURE =
  /^(id|changeKey|createdDateTime|lastModifiedDateTime|parentFolderId|@odata\..*|singleValueExtendedProperties)$/;
const BY_NATURE_OF_RECORDS = /^(attributes|Id|SystemModstamp|CreatedDate|MasterRecordId|Cardbridge_Key__c)$/;

/** Two runs that came to the same read the same. */
export function readable(end: End): object {
  const { sight, folder, photos, keys, contacts, journal, sessions } = end;
  const nameOf = new Map(sight.contacts.map(({ id, name }) => [id, name]));
  return {
    cards: sorted(
      sight.cards.map((card) => ({
        ...cardOf(card),
        inside: card.wire.parentFolderId === folder,
        photo: photos.get(card.id),
        keyFor: nameOf.get(keys.get(card.id) ?? ''),
      })),
    ),
    records: sorted(sight.contacts.map(recordOf)),
    statuses: sorted(contacts.map(({ name, email, status }) => `${name} <${email ?? ''}>: ${status}`)),
    // Why is another matter: what lies half moved in the folder goes up by U1 instead of U3.
    // A copy that was half moved is kept, with a line of its own, and then taken back (U8): only a run that was killed has one.
    done: sorted(
      journal
        .filter(({ state, kind, rule }) => state === 'done' && !(kind === 'note' && rule === 'U8'))
        .map(({ kind, contact }) => `${kind} ${contact.name}`),
    ),
    open: journal.filter(({ state }) => state === 'open' || state === 'unknown'),
    unfinished: sessions.filter(({ state }) => state !== 'done'),
  };
}

function cardOf({ wire, intent }: Card): object {
  const categories = sorted(wire.categories);
  return { surname: wire.surname, ...without(wire, BY_NATURE), categories, hasKey: intent !== undefined };
}

function recordOf({ name, wire, masterId }: Contact): object {
  return { name, ...without(wire, BY_NATURE_OF_RECORDS), merged: masterId !== null };
}

function without(wire: Readonly<Record<string, unknown>>, names: RegExp): object {
  return Object.fromEntries(Object.entries(wire).filter(([name]) => !names.test(name)));
}

function sorted<T>(values: readonly T[]): T[] {
  return [...values].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

/** What is missing from the second and what is new in it, a line each; empty where they are the same. */
export function differences(expected: object, found: object): string {
  const lines = (all: object) =>
    Object.entries(all).flatMap(([name, values]) =>
      (values as unknown[]).map((value) => `${name}: ${JSON.stringify(value)}`),
    );
  const lacking = (from: readonly string[], those: readonly string[]) => {
    const left = [...those];
    return from.filter((line) => {
      const at = left.indexOf(line);
      if (at >= 0) left.splice(at, 1);
      return at < 0;
    });
  };
  const [before, after] = [lines(expected), lines(found)];
  return [
    ...lacking(before, after).map((line) => `- ${line}`),
    ...lacking(after, before).map((line) => `+ ${line}`),
  ].join('\n');
}
