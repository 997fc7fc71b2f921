import { inspect } from 'node:util';
import type { Counts } from '../../server/model/session.ts';
import { violations } from './invariants.ts';
import type { Sight } from './sight.ts';
import type { World } from './world.ts';

/** More rounds than any chain of consequences through three mailboxes takes. */
const ROUNDS = 9;
const DAY_MS = 25 * 3_600_000;
/** Late commits are visible, and what was sent without an answer can be judged (P3). */
const SETTLED_MS = 900_000;

/** What must be true and is not. */
export class Violation extends Error {
  override readonly name = 'Violation';
}

/** Lets everything come to rest, with services that work, and holds it against what must be true. Throws Violation. */
export async function quiet(world: World, day: boolean): Promise<void> {
  await world.control('DELETE', 'faults');
  world.time.advance(SETTLED_MS);
  // What such a feed has held back comes with its next reading only: of a card thrown into Deleted Items, whose feed nobody reads, that is all there is.
  if (['source-late', 'destination-late'].includes(String(world.switched.get('graph.feedOrder'))))
    for (let mailbox = 0; mailbox < world.homes.length; mailbox += 1) await world.session(mailbox);
  await rest(world);
  if (day) {
    world.time.advance(DAY_MS);
    await rest(world);
  }
  const before = await world.look();
  const trouble: string[] = [];
  for (let mailbox = 0; mailbox < world.homes.length; mailbox += 1) {
    const session = await world.session(mailbox);
    if (session === undefined || !isIdle(session.counts))
      trouble.push(`J4: the session after wrote: ${inspect(session?.counts)}`);
  }
  const after = await world.look();
  if (versions(before) !== versions(after)) trouble.push('J4: the session after has changed something');
  trouble.push(...(await violations(world)));
  if (trouble.length > 0) throw new Violation(trouble.join('\n'));
  world.model.quiet();
}

async function rest(world: World): Promise<void> {
  let last = '';
  for (let round = 0; round < ROUNDS; round += 1) {
    const sessions = [];
    for (let mailbox = 0; mailbox < world.homes.length; mailbox += 1) {
      world.time.advance(3000);
      sessions.push(await world.session(mailbox));
    }
    const bad = sessions.find((session) => session?.state !== 'done');
    if (bad?.state === 'stopped' || bad?.state === 'held')
      throw new Violation(`A session ended ${bad.state}: ${JSON.stringify(bad.reason)}`);
    if (bad === undefined && sessions.every((session) => session !== undefined && isIdle(session.counts))) return;
    last = sessions
      .map((session) => `${session?.state} ${JSON.stringify(session?.reason)} ${JSON.stringify(session?.counts)}`)
      .join('\n');
  }
  throw new Violation(`It does not come to rest in ${ROUNDS} rounds; the last one:\n${last}`);
}

/** Nothing was written; what is refused was refused before and stands. */
function isIdle(counts: Counts): boolean {
  return Object.values(counts).every((count) => count === 0);
}

function versions({ cards, contacts }: Sight): string {
  return JSON.stringify([
    cards.map(({ id, wire }) => [id, wire.changeKey]),
    contacts.map(({ id, stamp, deleted, wire }) => [id, stamp, deleted, wire]),
  ]);
}
