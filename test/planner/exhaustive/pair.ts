import { BASE, isHindered, isLost, isUndecided, itemFields, recordFields, type Case } from './cases.ts';
import { afterwards, differs, expected, isWishOver, startsAnew, type Outcome } from './oracle.ts';
import { CATEGORY, held } from './sides.ts';
import { startOf } from './start.ts';
import type { Trial } from './trial.ts';
import type { World } from './world.ts';

export function trialOf(one: Case): Trial {
  const holds = { item: itemFields(one), record: recordFields(one) };
  const typed = [holds.item.title, holds.item.notes, holds.record.title, holds.record.notes];
  return {
    start: startOf(one),
    terms: one,
    wanted: expected(one),
    afterwards: isHindered(one) ? afterwards(one) : null,
    item: one.item === 'gone-with-a-key-holder' ? 'i2' : 'i1',
    holds,
    typed: typed.filter((value) => value !== '' && value !== BASE.title),
    check: (world, end, isFree) =>
      isUndecided(one) ? [] : [...misplaced(one, world), ...(isFree ? unsolved(one, world, end) : unsaid(one, world))],
  };
}

/** U7: one that was paused and is as it was says nothing else, whatever became of its record. */
function unsaid(one: Case, { link }: World): string[] {
  const isThere = !isLost(one.item) && one.item !== 'gone-with-a-key-holder';
  const isPaused = one.private && one.refusal === 'private' && one.since !== 'item' && isThere;
  const reason = link?.refusal?.reason.code;
  return isPaused && reason !== 'private-item' ? [`U7: it says ${reason}`] : [];
}

/** U3, P4: what the first session makes of an item that no pair has. M2: a master is no new record. */
function misplaced(one: Case, { news, links, services }: World): string[] {
  // P4: the original is there, so the copy is somebody new, for whom P1 looks; it never takes the pair's place or record.
  const ids = [...(startsAnew(one) ? ['i1'] : []), ...(one.item === 'copied' ? ['i2'] : [])];
  const wanted = ids.map((itemId) =>
    one.private
      ? { kind: 'wait', itemId, code: 'private-item' }
      : one.blocked !== 'no'
        ? { kind: 'wait', itemId, code: 'blocked-address' }
        : { kind: 'upload', itemId },
  );
  const wrong: string[] = [];
  const got = JSON.stringify(news?.newItems);
  if (got !== JSON.stringify(wanted)) wrong.push(`P4: new items are ${got}`);
  if (news?.download.length !== 0) wrong.push(`M2: new records are ${JSON.stringify(news?.download)}`);
  const isCopyThere = links.get('l2')?.itemId === 'i2' && services.items.get('i2')?.place === 'inside';
  if (one.item === 'copied' && !isCopyThere) wrong.push('P4: the copy is no contact of its own');
  return wrong;
}

/** Nothing stands in the way: no reason is left (C5), the mark is there (U4), and the pair that a master has is in step (M2). */
function unsolved(one: Case, { link, links, services }: World, { item, record }: Outcome): string[] {
  const wrong: string[] = [];
  // M5, and P1: that its record has a pair already is for the person to decide.
  const needsPerson =
    one.record === 'unreadable' || (one.record === 'merged-with-linked' && startsAnew(one)) || isWishOver(one);
  const reason = link?.refusal?.reason.code;
  if (reason !== undefined && !needsPerson) wrong.push(`C5: it still says ${reason}`);
  const isMarked = services.items.get(link?.itemId ?? '')?.item.categories.includes(CATEGORY) === true;
  const isPair = item === 'kept' && record === 'kept' && one.state !== 'stopped' && !needsPerson;
  if (isPair && !isMarked) wrong.push('U4: the category is not back');
  if (one.record !== 'merged-with-linked') return wrong;
  const pair = links.get('l9');
  const [mine, theirs] = [services.items.get(pair?.itemId ?? ''), services.record(pair?.recordId ?? null)];
  const isInStep = mine?.place === 'inside' && theirs !== undefined && !differs(held(mine.item), held(theirs));
  if (!isInStep) wrong.push('M2: the pair of the master is not in step');
  return wrong;
}
