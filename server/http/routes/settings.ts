import type { Filter, MailboxSettings } from '../../model/settings.ts';
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

/** The filter is checked first: it is the part that may be refused, and then nothing is changed. */
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
  if (other) await engine.checkFilter(mailbox, wanted, preview).catch(asUnusableFilter);
  const change = given<MailboxSettings>({ ...rest, ...(other ? { filter: wanted, filterPreview: preview } : {}) });
  const saved = Object.keys(change).length === 0 ? mailbox : await store.mailboxes.changeSettings(mailbox.id, change);
  const { contactsSync, paused } = saved.settings;
  const resumed = (contactsSync && !settings.contactsSync) || (!paused && settings.paused);
  if (other || resumed) await syncSoon(house, saved);
  return saved;
}

/** What is left out is not changed. */
function given<T extends object>(change: { readonly [K in keyof T]?: T[K] | undefined }): Partial<T> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Partial<T>;
}

function sameFilter(one: Filter, other: Filter): boolean {
  return (
    one.kind === other.kind && (one.kind !== 'view' || other.kind !== 'view' || one.listViewId === other.listViewId)
  );
}
