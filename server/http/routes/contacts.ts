import type { Link } from '../../model/link.ts';
import type { MailboxMemory } from '../../model/mailbox.ts';
import type { Page } from '../../store/store.ts';
import { contactAnswer, personAnswer } from '../answers.ts';
import { endpoints, type QueryOf } from '../contract.ts';
import { settle, type House } from '../house.ts';
import { notFound } from '../problem.ts';
import { route, type Route } from '../routing.ts';
import { change } from './change.ts';
import { contactNow } from './contact-now.ts';

/** The contacts that are remembered, and what a person may do with one. */
export function contactRoutes(house: House): Route[] {
  const { store, engine } = house;
  const known = async (mailbox: MailboxMemory, id: string): Promise<Link> => {
    const [link] = await store.links.byIds(mailbox.id, [id]);
    if (link === undefined) throw notFound();
    return link;
  };
  return [
    route(endpoints.contacts, async ({ mailbox, query, language }) => {
      const { rows, next } = await pageOf(house, mailbox, query);
      return {
        contacts: rows.map((link) =>
          contactAnswer({ ...engine.statusOf(mailbox, link), linkId: link.id }, mailbox, language),
        ),
        ...(next === undefined ? {} : { next }),
      };
    }),
    route(endpoints.changeContact, async ({ mailbox, params, query, body, language }) => {
      const link = await known(mailbox, params.id);
      const { by } = await change(house, mailbox, { linkId: link.id }, body, query.wait);
      return { ...(await contactNow(house, mailbox, link, language)), ...by };
    }),
    route(endpoints.photo, async ({ mailbox, params }) => {
      const { id } = await known(mailbox, params.id);
      return engine.photo(mailbox.id, id);
    }),
    route(endpoints.refusedFields, async ({ mailbox, params }) => {
      const { id } = await known(mailbox, params.id);
      const { fields, values } = await engine.refusedFields(mailbox.id, id);
      return { fields, values: { ...values } };
    }),
    route(endpoints.putBack, async ({ mailbox, params, body, language }) => {
      const link = await known(mailbox, params.id);
      await engine.putBack(mailbox.id, link.id, body.field, body.change);
      await settle(house, mailbox.id, link.id, true);
      return contactNow(house, mailbox, link, language);
    }),
    route(endpoints.keep, async ({ mailbox, params, language }) => {
      const link = await store.links.settleConflict(mailbox.id, params.id);
      if (link === undefined) throw notFound();
      return personAnswer(engine.statusOf(mailbox, link), mailbox, language);
    }),
  ];
}

const READ_AT_ONCE = 500;

/** A status is made of several columns, so the store's pages are sifted here until one of ours is full. */
async function pageOf(
  { store, engine }: House,
  mailbox: MailboxMemory,
  { q, status, limit, after }: QueryOf<typeof endpoints.contacts>,
): Promise<Page<Link>> {
  const text = q === undefined ? {} : { q };
  const rows: Link[] = [];
  for (let from = after; ;) {
    const page = await store.links.find(mailbox.id, {
      ...text,
      limit: status === undefined ? limit : READ_AT_ONCE,
      ...(from === undefined ? {} : { after: from }),
    });
    if (status === undefined) return page;
    for (const link of page.rows) {
      if (!status.includes(engine.statusOf(mailbox, link).status)) continue;
      const last = rows.at(-1);
      if (rows.length === limit && last !== undefined) return { rows, next: last.id };
      rows.push(link);
    }
    if (page.next === undefined) return { rows };
    from = page.next;
  }
}
