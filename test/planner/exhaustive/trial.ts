import type { Fields } from './cases.ts';
import { differs, type Outcome } from './oracle.ts';
import { ATTENTION, held } from './sides.ts';
import type { Start } from './start.ts';
import { World, type Terms } from './world.ts';

/** J4: sessions after which nothing more may happen. */
const SESSIONS = 6;

/** One case, with what must come of it. */
export interface Trial {
  readonly start: Start;
  readonly terms: Terms;
  readonly wanted: Outcome;
  /** What must come of it once nothing stands in the way any more; null: nothing does. */
  readonly afterwards: Outcome | null;
  /** The item that the contact has at first. */
  readonly item: string;
  /** What each side held at first. */
  readonly holds: { readonly item: Fields; readonly record: Fields };
  /** I4: what somebody typed on either side. */
  readonly typed: readonly string[];
  /** What else is wrong at the end. `isFree`: nothing stands in the way. */
  readonly check: (world: World, end: Outcome, isFree: boolean) => readonly string[];
}

/** Runs a case until it is quiet, and on from the next day if something stood in the way; answers what came of it and what was wrong. */
export function run(trial: Trial): { readonly ends: readonly Outcome[]; readonly wrong: readonly string[] } {
  const world = new World(trial.start, trial.terms);
  const first = untilQuiet(trial, world);
  const wrong = wrongAt(trial, world, first, trial.wanted);
  wrong.push(...trial.check(world, first.end, trial.afterwards === null));
  if (trial.afterwards === null) return { ends: [first.end], wrong };
  world.lift();
  const later = untilQuiet(trial, world);
  const laterWrong = wrongAt(trial, world, later, { ...trial.afterwards, row: undefined, quiet: false });
  laterWrong.push(...trial.check(world, later.end, true));
  return { ends: [first.end, later.end], wrong: [...wrong, ...laterWrong.map((what) => `the next day: ${what}`)] };
}

function untilQuiet(trial: Trial, world: World): { readonly end: Outcome; readonly isQuiet: boolean } {
  const { decision, isLast } = world.session();
  let isQuiet = isLast;
  for (let session = 1; !isQuiet && session < SESSIONS; session += 1) isQuiet = world.session().isLast;
  const row = decision === undefined || decision.action.kind === 'nothing' ? null : decision.row;
  return { end: { row, ...endOf(trial, world) }, isQuiet };
}

function wrongAt(
  trial: Trial,
  world: World,
  { end, isQuiet }: { readonly end: Outcome; readonly isQuiet: boolean },
  wanted: Outcome,
): string[] {
  const { refused } = world.services;
  const again = refused.filter((what, at) => refused.indexOf(what) < at);
  return [
    ...again.map((what) => `C5: tried in a loop: ${what}`),
    ...(isQuiet ? [] : ['J4: it does not go quiet']),
    ...unlike(wanted, end),
    ...lostEdits(trial, world),
    ...unsaid(world),
  ];
}

function endOf({ item: first, holds }: Trial, { services, link, links }: World): Omit<Outcome, 'row'> {
  const { items, written, tried } = services;
  const original = items.get(first);
  const freed =
    original?.place === 'elsewhere' && original.item.categories.length === 0 && original.item.key === undefined;
  const pair = items.get(link?.itemId ?? '');
  const itemEnd = (): Outcome['item'] => {
    if (items.has('i3')) return freed ? 'freed-and-made-again' : 'made-again';
    if (freed && link?.state !== 'stopped') return 'freed';
    if (written.includes('remove-item')) return 'removed';
    if (link === undefined) return 'lost';
    return pair?.place === 'inside' ? 'kept' : 'untouched';
  };
  const made = link?.recordId === 'r3' ? services.record('r3') : undefined;
  const record = made ?? services.record('r9') ?? services.record('r1');
  const recordEnd = (): Outcome['record'] => {
    if (made !== undefined) return 'made';
    return written.includes('delete-record') ? 'deleted' : record === undefined ? 'untouched' : 'kept';
  };
  // P1: the record of a pair that has ended is its copy's from then on.
  const isCopys = record !== undefined && links.get('l2')?.recordId === record.id;
  const item = items.get('i3') ?? pair ?? original;
  return {
    item: itemEnd(),
    record: recordEnd(),
    holds: {
      item: item === undefined ? holds.item : held(item.item),
      record: record === undefined || isCopys ? holds.record : held(record),
    },
    // T3's flag is no content.
    quiet: !tried.some((what) => what.startsWith('l1') && !what.endsWith('by T3')),
  };
}

function unlike(wanted: Outcome, got: Outcome): string[] {
  const wrong: string[] = [];
  if (wanted.row !== undefined && wanted.row !== got.row) wrong.push(`row ${got.row}`);
  const isKept = got.item === 'kept' && (wanted.item === 'untouched' || wanted.mayStay === true);
  if (wanted.item !== got.item && !isKept) wrong.push(`the item is ${got.item}`);
  const isThere = got.record === 'kept' || got.record === 'made';
  if (wanted.record !== got.record && !(wanted.record === 'untouched' && got.record === 'kept'))
    wrong.push(`the record is ${got.record}`);
  const hasItem = got.item !== 'lost' && got.item !== 'removed' && got.item !== 'freed';
  if (hasItem && wanted.mayStay !== true && differs(wanted.holds.item, got.holds.item))
    wrong.push(`the item holds ${JSON.stringify(got.holds.item)}`);
  if (isThere && differs(wanted.holds.record, got.holds.record))
    wrong.push(`the record holds ${JSON.stringify(got.holds.record)}`);
  if (wanted.quiet === true && got.quiet !== true) wrong.push('something is tried');
  return wrong;
}

/** I4: each value that somebody typed is on a side or in the journal. */
function lostEdits({ typed }: Trial, { services }: World): string[] {
  const found = new Set(services.journal);
  const add = ({ title, notes }: Fields) => found.add(title).add(notes);
  for (const { item, place } of services.items.values()) if (place !== 'gone') add(held(item));
  for (const { content } of services.records.values()) add(held(content));
  return typed.filter((value) => !found.has(value)).map((value) => `I4: "${value}" is nowhere any more`);
}

/** T3: what needs attention says so in Outlook, and nothing else does. */
function unsaid({ link, services }: World): string[] {
  const placed = services.items.get(link?.itemId ?? '');
  if (link === undefined || link.state === 'stopped' || placed?.place !== 'inside') return [];
  const reason = link.refusal?.reason.code;
  // U7: one that waits and is private is not so much as read.
  if (link.state === 'waiting' && reason === 'private-item') return [];
  const isWanted = reason !== undefined && reason !== 'private-item' && !reason.startsWith('blocked');
  return placed.item.categories.includes(ATTENTION) === isWanted ? [] : [`T3: the flag is wrong for ${reason}`];
}
