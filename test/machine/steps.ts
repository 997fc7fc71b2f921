import fc from 'fast-check';
import { SWITCHES } from './switches.ts';

/** Fields that people type in; each typed value is one that was never typed before. */
export const FIELDS = ['title', 'department', 'phone', 'mobile', 'notes', 'street'] as const;
export type Field = (typeof FIELDS)[number];

/** What a person asks for in the pane. `pane-new`: somebody whom neither side has. */
export interface PaneStep {
  readonly do: 'pane-new' | 'pane-card' | 'pane-record' | 'pane-off';
  readonly mailbox: number;
  readonly at: number;
}

/** What one person does to what they see. `at` counts round what there is to choose from. */
export type Gesture =
  | { readonly do: 'item-new'; readonly mailbox: number; readonly inside: boolean; readonly marked: boolean }
  | { readonly do: 'item-edit' | 'record-edit'; readonly mailbox: number; readonly at: number; readonly field: Field }
  | { readonly do: 'item-clear' | 'record-clear'; readonly mailbox: number; readonly at: number; readonly field: Field }
  /** Both sides are typed alike. */
  | { readonly do: 'edit-alike'; readonly mailbox: number; readonly at: number; readonly field: Field }
  /** What we do not map: photo, another category, spouse, second e-mail, second phone. */
  | { readonly do: 'item-extras'; readonly mailbox: number; readonly at: number }
  | {
      readonly do:
        | 'item-mark'
        | 'item-unmark'
        | 'item-out'
        | 'item-in'
        | 'item-out-and-in'
        | 'item-copy'
        | 'item-copy-out'
        | 'item-delete'
        | 'item-purge'
        | 'item-restore'
        | 'item-private'
        | 'item-public';
      readonly mailbox: number;
      readonly at: number;
    }
  | { readonly do: 'record-new'; readonly mailbox: number; readonly vip: boolean }
  /** A card of somebody who is in Salesforce already, or the other way round: same name and e-mail. */
  | { readonly do: 'item-twin' | 'record-twin'; readonly mailbox: number; readonly at: number }
  | { readonly do: 'record-give'; readonly at: number; readonly mailbox: number }
  | { readonly do: 'record-vip' | 'record-delete' | 'record-touch'; readonly at: number }
  | { readonly do: 'record-hide' | 'record-show'; readonly mailbox: number; readonly at: number }
  | { readonly do: 'record-undelete'; readonly at: number }
  | { readonly do: 'record-late'; readonly at: number; readonly field: Field; readonly seconds: number }
  | { readonly do: 'merge'; readonly at: number; readonly other: number }
  | PaneStep;

/** What people and the admin set. */
export type Setting =
  | { readonly do: 'auto-removal'; readonly mailbox: number; readonly on: boolean }
  | { readonly do: 'policy'; readonly mailbox: number; readonly conflicts: 'salesforce' | 'outlook' | 'newest' }
  | { readonly do: 'filter'; readonly mailbox: number; readonly filter: 'all' | 'mine' | 'view' }
  | { readonly do: 'list-view'; readonly becomes: 'vips' | 'others' | 'mine' | 'unreadable' };

/** One thing that goes wrong with a service while a session runs. */
export interface Fault {
  readonly service: 'graph' | 'salesforce';
  readonly effect:
    'drop-before' | 'drop-after' | 'half' | 'expire-cursors' | 'empty-page' | 'error' | 'throttle' | 'delay';
  readonly part: boolean;
  readonly skip: number;
  readonly times: number;
}

/** What happens to a session at its call number `call`, before that is carried out or before it is answered. */
export interface Twist {
  readonly kind: 'kill' | 'race' | 'meanwhile';
  readonly call: number;
  readonly when: 'asked' | 'answered';
  /** `race`: the call that the stalled worker waited for is cut in the end. */
  readonly cut: boolean;
  /** `meanwhile`: what a person does just then. */
  readonly gesture: Gesture;
}

export type Step =
  | Gesture
  | Setting
  | { readonly do: 'switch'; readonly name: string; readonly value: string | number | boolean }
  | { readonly do: 'time'; readonly seconds: number }
  | { readonly do: 'session'; readonly mailbox: number; readonly faults: readonly Fault[]; readonly twist?: Twist }
  /** Everything is left alone until nothing moves, and held against what must be true. */
  | { readonly do: 'quiet'; readonly day: boolean };

export interface Flow {
  readonly field: Field;
  readonly to: 'upper' | 'cut';
}

export interface History {
  /** Ids and tokens follow from it. */
  readonly seed: number;
  readonly mailboxes: number;
  readonly externalIdField: boolean;
  /** What the org's own flow makes of a value before it is saved (C7). */
  readonly flow?: Flow;
  readonly steps: readonly Step[];
}

const mailbox = fc.nat(2);
const at = fc.nat(9);
const field = fc.constantFrom(...FIELDS);
const mostly = (percent: number) => fc.nat(99).map((roll) => roll < percent);

const gesture: fc.Arbitrary<Gesture> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('item-new' as const),
      mailbox,
      inside: mostly(60),
      marked: mostly(40),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('record-new' as const), mailbox, vip: fc.boolean() }) },
  {
    weight: 9,
    arbitrary: fc.record({ do: fc.constantFrom('item-edit' as const, 'record-edit' as const), mailbox, at, field }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('item-clear' as const, 'record-clear' as const, 'edit-alike' as const),
      mailbox,
      at,
      field,
    }),
  },
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constantFrom(
        ...(['item-extras', 'item-mark', 'item-unmark', 'item-out', 'item-in', 'item-out-and-in'] as const),
        ...(['item-copy', 'item-copy-out', 'item-delete', 'item-purge', 'item-restore'] as const),
        ...(['item-private', 'item-public', 'item-twin', 'record-twin'] as const),
      ),
      mailbox,
      at,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('record-give' as const, 'record-hide' as const, 'record-show' as const),
      mailbox,
      at,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom(...(['record-vip', 'record-delete', 'record-undelete', 'record-touch'] as const)),
      at,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('record-late' as const),
      at,
      field,
      seconds: fc.constantFrom(1, 30, 400),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('merge' as const), at, other: at }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom(...(['pane-new', 'pane-card', 'pane-record', 'pane-off'] as const)),
      mailbox,
      at,
    }),
  },
);

const setting: fc.Arbitrary<Setting> = fc.oneof(
  fc.record({ do: fc.constant('auto-removal' as const), mailbox, on: fc.boolean() }),
  fc.record({
    do: fc.constant('policy' as const),
    mailbox,
    conflicts: fc.constantFrom('salesforce' as const, 'outlook' as const, 'newest' as const),
  }),
  fc.record({
    do: fc.constant('filter' as const),
    mailbox,
    filter: fc.constantFrom('all' as const, 'mine' as const, 'view' as const),
  }),
  fc.record({
    do: fc.constant('list-view' as const),
    becomes: fc.constantFrom('vips' as const, 'others' as const, 'mine' as const, 'unreadable' as const),
  }),
);

const fault: fc.Arbitrary<Fault> = fc.record({
  service: fc.constantFrom('graph' as const, 'salesforce' as const),
  effect: fc.constantFrom(
    ...(['drop-before', 'drop-after', 'half', 'expire-cursors', 'empty-page', 'error', 'throttle', 'delay'] as const),
  ),
  part: fc.boolean(),
  skip: fc.nat(12),
  times: fc.constantFrom(1, 1, 2, 30),
});

const twist: fc.Arbitrary<Twist> = fc.record({
  kind: fc.constantFrom('kill' as const, 'kill' as const, 'meanwhile' as const, 'meanwhile' as const, 'race' as const),
  call: fc.nat(25),
  when: fc.constantFrom('asked' as const, 'answered' as const),
  cut: fc.boolean(),
  gesture,
});

const session: fc.Arbitrary<Step> = fc
  .record({
    do: fc.constant('session' as const),
    mailbox,
    faults: fc.oneof(
      { weight: 3, arbitrary: fc.constant<readonly Fault[]>([]) },
      { weight: 2, arbitrary: fc.array(fault, { minLength: 1, maxLength: 3 }) },
    ),
    twist: fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight: 2, arbitrary: twist }),
  })
  .map(({ twist: twisted, ...rest }) => (twisted === undefined ? rest : { ...rest, twist: twisted }));

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 40, arbitrary: gesture },
  { weight: 5, arbitrary: setting },
  {
    weight: 4,
    arbitrary: fc
      .constantFrom(...SWITCHES)
      .chain(({ name, values }) =>
        fc.record({ do: fc.constant('switch' as const), name: fc.constant(name), value: fc.constantFrom(...values) }),
      ),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('time' as const), seconds: fc.constantFrom(1, 3, 60, 3600) }) },
  { weight: 25, arbitrary: session },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('quiet' as const), day: fc.boolean() }) },
);

/** Three histories of eight have one. */
const FLOWS: readonly Flow[] = [
  { field: 'title', to: 'upper' },
  { field: 'title', to: 'cut' },
  { field: 'department', to: 'cut' },
];

/** The history that a seed stands for. */
export function historyOf(seed: number, steps: number): History {
  const arbitrary = fc.record({
    mailboxes: fc.constantFrom(1, 1, 2, 3),
    externalIdField: mostly(60),
    steps: fc.array(step, { minLength: steps, maxLength: steps, size: 'max' }),
  });
  const [history] = fc.sample(arbitrary, { seed, numRuns: 1 });
  if (history === undefined) throw new Error('fast-check gave no history.');
  const flow = FLOWS[seed % 8];
  return { seed, ...history, ...(flow === undefined ? {} : { flow }) };
}
