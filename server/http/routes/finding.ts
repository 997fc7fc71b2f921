import type { Card, Target } from '../../engine/engine.ts';
import type { MailboxMemory } from '../../model/mailbox.ts';
import { itemAnswer, personAnswer } from '../answers.ts';
import { endpoints, type BodyOf, type Person } from '../contract.ts';
import type { House } from '../house.ts';
import { route, type Route } from '../routing.ts';
import { wordedReason } from '../wording.ts';
import { change } from './change.ts';

/** Finding someone without a message, and the card of someone new (T1, U6). */
export function findingRoutes(house: House): Route[] {
  const { engine, store } = house;
  return [
    route(endpoints.card, async ({ mailbox, params, query, language }) => {
      const { name, type } = query;
      const who = {
        email: params.email,
        ...(name === undefined ? {} : { name }),
        ...(type === undefined ? {} : { type }),
      };
      return cardAnswer(await engine.card(mailbox.id, who), language);
    }),
    route(endpoints.search, async ({ mailbox, query, language }) => {
      const { people, unreachable } = await engine.search(mailbox.id, query.q, { local: query.local });
      return {
        people: people.map((person) => personAnswer(person, mailbox, language)),
        ...(unreachable === undefined ? {} : { unreachable: wordedReason(unreachable, language) }),
      };
    }),
    route(endpoints.searchOutlook, async ({ mailbox, body }) => {
      const items = await engine.searchOutlook(mailbox.id, body.q);
      const links = await store.links.byItems(
        mailbox.id,
        items.map(({ id }) => id),
      );
      const statuses = new Map(links.map((link) => [link.itemId, engine.statusOf(mailbox, link).status]));
      return { items: items.map((item) => itemAnswer(item, statuses.get(item.id))) };
    }),
    route(endpoints.changeRecord, async ({ mailbox, params, query, body, language }) =>
      changed(house, mailbox, { recordId: params.id }, body, query.wait, language),
    ),
    route(endpoints.changeItem, async ({ mailbox, params, query, body, language }) =>
      changed(house, mailbox, { itemId: params.id }, body, query.wait, language),
    ),
  ];
}

async function changed(
  house: House,
  mailbox: MailboxMemory,
  target: Target,
  body: BodyOf<typeof endpoints.changeRecord>,
  wait: boolean,
  language: string,
): Promise<Person> {
  const { linkId, by } = await change(house, mailbox, target, body, wait);
  const now = (await house.store.mailboxes.byId(mailbox.id)) ?? mailbox;
  const [link] = linkId === undefined ? [] : await house.store.links.byIds(mailbox.id, [linkId]);
  const status = link === undefined ? ({ email: '', status: 'not synced' } as const) : house.engine.statusOf(now, link);
  return { ...personAnswer(status, now, language), ...by };
}

function cardAnswer({ unreachable, fields, ...card }: Card, language: string) {
  return {
    ...card,
    fields: { ...fields },
    ...(unreachable === undefined ? {} : { unreachable: wordedReason(unreachable, language) }),
  };
}
