import type { Filter } from '../../model/settings.ts';
import type { MailboxMemory } from '../../model/mailbox.ts';
import { settingsAnswer } from '../answers.ts';
import { endpoints, type BodyOf } from '../contract.ts';
import { syncSoon, type House } from '../house.ts';
import { asUnusableFilter } from '../problem.ts';
import { route, type Route } from '../routing.ts';

/** The person's settings. */
export function settingsRoutes(house: House): Route[] {
  return [
    route(endpoints.settings, async ({ mailbox }) => settingsAnswer(mailbox)),
    route(endpoints.changeSettings, async ({ mailbox, body }) => settingsAnswer(await change(house, mailbox, body))),
  ];
}

/** The filter first: it is the part that may be refused, and then nothing is changed. */
async function change(
  house: House,
  mailbox: MailboxMemory,
  { filter, preview, ...rest }: BodyOf<typeof endpoints.changeSettings>,
): Promise<MailboxMemory> {
  const { store, engine } = house;
  const { settings } = mailbox;
  const wanted = filter ?? settings.filter;
  const other = !sameFilter(wanted, settings.filter) || (preview !== undefined && preview !== settings.filterPreview);
  // Settings sent back as they were read cost no call to Salesforce.
  if (other) await engine.saveFilter(mailbox, wanted, preview).catch(asUnusableFilter);
  const now = (await store.mailboxes.byId(mailbox.id)) ?? mailbox;
  const changed = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  const saved =
    Object.keys(changed).length === 0
      ? now
      : await store.mailboxes.saveSettings(mailbox.id, { ...now.settings, ...changed });
  const { contactsSync, paused } = saved.settings;
  const resumed = (contactsSync && !settings.contactsSync) || (!paused && settings.paused);
  if (other || resumed) await syncSoon(house, saved);
  return saved;
}

function sameFilter(one: Filter, other: Filter): boolean {
  return (
    one.kind === other.kind && (one.kind !== 'view' || other.kind !== 'view' || one.listViewId === other.listViewId)
  );
}
