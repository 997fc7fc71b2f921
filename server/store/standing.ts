import type { Reason } from '../model/link.ts';
import type { MailboxMemory } from '../model/mailbox.ts';
import type { Counts } from '../model/session.ts';

/** How a mailbox stands, the most basic first where several fit: the order of a notice (T4). `new`: no first session yet. */
export const HEALTHS = ['off', 'not-connected', 'stopped', 'held', 'paused', 'failing', 'new', 'ok'] as const;
export type Health = (typeof HEALTHS)[number];

/** What one day's sessions did (UTC); what a held plan would do is not among it. */
export interface Day {
  /** `YYYY-MM-DD`, UTC. */
  readonly day: string;
  readonly sessions: number;
  readonly failed: number;
  readonly counts: Counts;
}

export interface MailboxQuery {
  /** This one alone. */
  readonly email?: string;
  /** In the address or the name. */
  readonly q?: string;
  readonly health?: Health;
  readonly limit: number;
  /** The address that ended the page before. */
  readonly after?: string;
}

export interface MailboxStanding {
  readonly mailbox: MailboxMemory;
  readonly health: Health;
  /** ISO 8601: the first failed session since the last one that did not fail. */
  readonly failingSince: string | null;
}

export interface HeldPlanHead {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly createdAt: string;
  readonly reason: Reason | null;
  readonly counts: Counts;
}

/** What sessions saw of an org. */
export interface SeenOrg {
  /** Whether our external-id field is there and writable (P3). */
  readonly externalKey: boolean;
  /** API calls of the last 24 hours, of all apps; null: no answer has said. */
  readonly usage: { readonly used: number; readonly allowed: number } | null;
}

/** An org that mailboxes are linked to. */
export interface LinkedOrg {
  readonly orgId: string;
  readonly url: string | null;
  readonly mailboxes: number;
  /** By the newest session; `at`: ISO 8601. Null: none since it is noted. */
  readonly seen: (SeenOrg & { readonly at: string }) | null;
}

/** How mailboxes are called at Salesforce (S6). `refused`: of `own` and `jwt`, those whom it let in no more the last time. */
export interface ConnectionCounts {
  readonly own: number;
  readonly jwt: number;
  readonly none: number;
  readonly refused: number;
}

/** Sums over many sessions or mailboxes, for the dashboard. */
export interface Overview {
  /** Of one mailbox, or of all; days without a session are left out. */
  history(since: Date, mailboxId?: string): Promise<readonly Day[]>;
  /** By address. */
  mailboxes(query: MailboxQuery): Promise<{ readonly rows: readonly MailboxStanding[]; readonly next?: string }>;
  /** How many mailboxes stand how. */
  healths(): Promise<Readonly<Record<Health, number>>>;
  /** Open held plans of all mailboxes, the oldest first, without their operations. `after`: the id that ended the page before. */
  held(limit: number, after?: string): Promise<{ readonly rows: readonly HeldPlanHead[]; readonly next?: string }>;
  orgs(): Promise<readonly LinkedOrg[]>;
  noteOrg(orgId: string, seen: SeenOrg): Promise<void>;
  /** `byUsername`: whether a username alone is enough to be called as. */
  connections(byUsername: boolean): Promise<ConnectionCounts>;
}
