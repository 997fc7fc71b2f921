import type { Target } from '../../engine/engine.ts';
import type { MailboxMemory } from '../../model/mailbox.ts';
import type { BodyOf, endpoints } from '../contract.ts';
import { settle, type House } from '../house.ts';

type Change = BodyOf<typeof endpoints.changePerson>;

export interface Changed {
  readonly linkId: string | undefined;
  /** For the answer: the session that wrote for it, which an undo can name. */
  readonly by: { readonly session?: string };
}

/** T1, T2, P1: what a person asks of one contact, and the session that takes it up; waited for where `wait`. */
export async function change(
  house: House,
  mailbox: MailboxMemory,
  target: Target,
  asked: Change,
  wait: boolean,
): Promise<Changed> {
  const linkId = await request(house, mailbox, target, asked);
  // There was nothing to stop.
  if (linkId === undefined) return { linkId, by: {} };
  const before = await lastSession(house, mailbox, linkId);
  await settle(house, mailbox.id, linkId, wait);
  const session = await lastSession(house, mailbox, linkId);
  return { linkId, by: session === undefined || session === before ? {} : { session } };
}

async function lastSession({ store }: House, mailbox: MailboxMemory, linkId: string): Promise<string | undefined> {
  return (await store.journal.lastSessions(mailbox.id, [linkId])).get(linkId);
}

async function request(
  { engine }: House,
  mailbox: MailboxMemory,
  target: Target,
  change: Change,
): Promise<string | undefined> {
  if (!change.sync) return engine.switchOff(mailbox.id, target, change.mode);
  const { name, fields, choice, item, cardFirst } = change;
  return engine.switchOn(mailbox.id, target, {
    ...(name === undefined ? {} : { name }),
    ...(fields === undefined ? {} : { fields }),
    ...(choice === undefined ? {} : { choice }),
    ...(item === undefined ? {} : { item }),
    ...(cardFirst === undefined ? {} : { cardFirst }),
  });
}
