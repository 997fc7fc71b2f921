import type { Target } from '../../engine/engine.ts';
import type { MailboxMemory } from '../../model/mailbox.ts';
import type { BodyOf, endpoints } from '../contract.ts';
import type { House } from '../house.ts';

/** T1, T2, P1: stores what is asked of one contact; `session`: whether there is anything for one to do. */
export async function requestChange(
  { engine }: House,
  mailbox: MailboxMemory,
  target: Target,
  change: BodyOf<typeof endpoints.changePerson>,
): Promise<{ readonly linkId: string | undefined; readonly session: boolean }> {
  if (!change.sync) {
    const linkId = await engine.switchOff(mailbox.id, target, change.mode);
    return { linkId, session: linkId !== undefined };
  }
  const { name, fields, choice, item, cardFirst } = change;
  const linkId = await engine.switchOn(mailbox.id, target, {
    ...(name === undefined ? {} : { name }),
    ...(fields === undefined ? {} : { fields }),
    ...(choice === undefined ? {} : { choice }),
    ...(item === undefined ? {} : { item }),
    ...(cardFirst === undefined ? {} : { cardFirst }),
  });
  return { linkId, session: true };
}
