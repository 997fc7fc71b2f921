import { afterAll, beforeAll, describe, it } from 'vitest';
import { play } from './history.ts';
import type { History } from './steps.ts';
import { World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open();
});
afterAll(() => world.close());

/** A history that once failed, as short as it was found to fail. */
function kept(title: string, history: History): void {
  it(title, async () => {
    await play(world, history);
  });
}

describe('histories that failed once', () => {
  kept('[P1] [F4] a record of the view that two new cards fit is joined by one, and does not come down as well', {
    seed: 53,
    mailboxes: 1,
    externalIdField: true,
    steps: [
      { do: 'item-new', mailbox: 1, inside: false, marked: true },
      { do: 'record-twin', mailbox: 1, at: 1 },
      { do: 'item-twin', mailbox: 0, at: 5 },
      { do: 'session', mailbox: 1, faults: [] },
    ],
  });

  kept('[P3] a record whose answer was lost and that was merged away since is not made a second time', {
    seed: 1067,
    mailboxes: 1,
    externalIdField: false,
    steps: [
      { do: 'record-new', mailbox: 0, vip: false },
      { do: 'item-new', mailbox: 0, inside: false, marked: false },
      { do: 'session', mailbox: 0, faults: [] },
      { do: 'item-new', mailbox: 0, inside: true, marked: false },
      { do: 'record-new', mailbox: 0, vip: false },
      {
        do: 'session',
        mailbox: 0,
        faults: [{ service: 'salesforce', effect: 'drop-after', part: false, skip: 3, times: 2 }],
      },
      { do: 'merge', at: 6, other: 2 },
    ],
  });

  kept('[P4] a card whose record was made and whose mark was not gets the key that is remembered', {
    seed: 1067,
    mailboxes: 1,
    externalIdField: false,
    steps: [
      { do: 'record-new', mailbox: 0, vip: false },
      { do: 'item-new', mailbox: 0, inside: false, marked: false },
      { do: 'session', mailbox: 0, faults: [] },
      { do: 'item-new', mailbox: 0, inside: true, marked: false },
      { do: 'record-new', mailbox: 0, vip: false },
      {
        do: 'session',
        mailbox: 0,
        faults: [{ service: 'salesforce', effect: 'drop-after', part: false, skip: 3, times: 2 }],
      },
    ],
  });

  kept('[M2] [D2] a deleted card whose record was merged away is made again for the master', {
    seed: 5066,
    mailboxes: 1,
    externalIdField: true,
    steps: [
      { do: 'record-new', mailbox: 1, vip: false },
      { do: 'session', mailbox: 1, faults: [] },
      { do: 'item-new', mailbox: 1, inside: true, marked: true },
      { do: 'session', mailbox: 1, faults: [] },
      { do: 'record-new', mailbox: 2, vip: true },
      { do: 'item-delete', mailbox: 1, at: 8 },
      { do: 'merge', at: 8, other: 3 },
    ],
  });

  kept('[M2] [D1] a card whose record was merged into one that is deleted since goes with it', {
    seed: 5068,
    mailboxes: 1,
    externalIdField: true,
    steps: [
      { do: 'record-new', mailbox: 0, vip: false },
      { do: 'session', mailbox: 0, faults: [] },
      { do: 'record-new', mailbox: 0, vip: true },
      { do: 'merge', at: 3, other: 2 },
      { do: 'record-delete', at: 2 },
    ],
  });
});
