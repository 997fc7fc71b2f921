import type { FolderId } from './contact.ts';
import type { Identity } from './identity.ts';
import type { Reason } from './link.ts';
import type { MailboxSettings } from './settings.ts';

/** Stops by Salesforce's sign-in: a new connection ends them (S6). The failures that stop a mailbox there are sign-ins refused or ended. */
export const STOP_OF_THE_SIGN_IN = /^(?:crm-|not-connected$|other-org$)/;

/** A person's mailbox as it is remembered. */
export interface MailboxMemory {
  readonly id: string;
  /** Lower-case; also the address by which the service knows it. */
  readonly email: string;
  readonly name: string;
  readonly admin: boolean;
  readonly service: 'graph' | 'ews' | 'google';
  /** The Salesforce username to act as (S6); empty: not connected. */
  readonly crmUsername: string;
  /** ISO 8601: since when they are connected by their own OAuth (S6); null: by an administrator's word, or not at all. */
  readonly connectedAt: string | null;
  readonly settings: MailboxSettings;
  /** Rises with each change of the settings. */
  readonly settingsVersion: number;
  /** J5: the org that the links belong to; null before the first session. */
  readonly orgId: string | null;
  readonly crmUserId: string | null;
  /** The org's own address, where its records are opened; null before the first session. */
  readonly crmUrl: string | null;
  readonly folderId: FolderId | null;
  /** Delta cursors by folder id. */
  readonly cursors: Readonly<Record<FolderId, string>>;
  /** Hash of the filter and, for a custom view, of its query; null before the first session. */
  readonly viewVersion: string | null;
  /** F2: why the view could not be read last time. */
  readonly viewProblem: Reason | null;
  /** Why no session runs (S5, S6, J5, T4); null: it runs. */
  readonly stopped: Reason | null;
  /** ISO 8601 of the first of the stops that stand, one after the other. */
  readonly stoppedSince: string | null;
  readonly firstSessionDone: boolean;
  /** ISO 8601 of the last complete reconciliation (D4). */
  readonly reconciledAt: string | null;
  /** Fences off a stalled worker: every write of session state carries the epoch it began with. */
  readonly epoch: number;
  readonly nextAt: string | null;
  readonly lastSessionAt: string | null;
  /** Whose it is; null: known by its address alone, which only the development sign-in does. */
  readonly identity: Identity | null;
  /** The service's own id of the mailbox, where it is known: addresses change, it does not. */
  readonly serviceId: string | null;
  /** The language in which they last asked for something, as the API names it; null: not known yet. */
  readonly language: string | null;
}
