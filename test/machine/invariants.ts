import { sql } from 'kysely';
import type { Link } from '../../server/model/link.ts';
import { searchable } from './model.ts';
import { inCard, inContact, isPrivate, type Card, type Contact } from './sight.ts';
import { FIELDS, type Flow } from './steps.ts';
import type { World } from './world.ts';

/** What must be true of a world at rest, whatever happened; each breach as a sentence. Needs a fresh look. */
export async function violations(world: World): Promise<string[]> {
  const links = new Map<number, readonly Link[]>();
  for (const [mailbox, { id }] of world.homes.entries()) {
    const heads = await world.store.links.heads(id);
    links.set(
      mailbox,
      await world.store.links.byIds(
        id,
        heads.map((link) => link.id),
      ),
    );
  }
  return [
    ...(await world.touchedOwn()).map((text) => `U6: somebody's own card was touched: ${text}`),
    ...[...links].flatMap(([mailbox, of]) => pairs(world, mailbox, of)),
    ...[...links].flatMap(([mailbox, of]) => strays(world, mailbox, of)),
    ...(await views(world, links)),
    ...duplicates(world),
    ...deletions(world),
    ...(await lostValues(world)),
    ...(await lostExtras(world)),
    ...(await openIntents(world)),
  ];
}

/** I1, C1, P4: both sides of a pair are where they belong and equal, marked and keyed. */
function pairs(world: World, mailbox: number, links: readonly Link[]): string[] {
  const { cards, contacts } = world.model.sight;
  const found: string[] = [];
  const intents = new Set<string>();
  const paired = new Set(links.flatMap(({ state, itemId }) => (state === 'linked' && itemId !== null ? [itemId] : [])));
  for (const link of links) {
    if (link.state !== 'linked') continue;
    const card = cards.find((one) => one.mailbox === mailbox && one.id === link.itemId);
    const contact = contacts.find((one) => one.id === link.recordId);
    const name = `${card?.name ?? contact?.name ?? link.name} in mailbox ${mailbox}`;
    const hidden = world.model.isHidden(mailbox, link.recordId);
    // U7: a card made private is left alone, whatever becomes of its record.
    const paused = hidden || (card !== undefined && isPrivate(card));
    if (paused && card?.place === 'inside' && link.refusal !== null) continue;
    // P4: of several copies of a card that is gone none is guessed; its person is asked which.
    const copies = cards.filter(
      ({ id, mailbox: at, intent }) => at === mailbox && intent === link.keyIntent && !paired.has(id),
    );
    if (card === undefined && copies.length > 1 && link.refusal?.reason.code === 'several-items-with-key') continue;
    if (card?.place !== 'inside' || contact === undefined || contact.deleted) {
      found.push(
        `a pair lacks a side: ${name}: card ${card?.place ?? 'none'}, record ${contact?.deleted === false ? 'there' : 'none'} ${JSON.stringify(link.refusal)}`,
      );
      continue;
    }
    // U7: one made private is left as it is.
    if (!card.marked && !isPrivate(card)) found.push(`U4: not marked: ${name}`);
    if (card.intent === undefined || card.intent !== link.keyIntent)
      found.push(`the key of ${name} is ${card.intent ?? 'none'} and is remembered as ${link.keyIntent ?? 'none'}`);
    if (card.intent !== undefined && intents.has(card.intent)) found.push(`one key on two pairs: ${name}`);
    if (card.intent !== undefined) intents.add(card.intent);
    if (isPrivate(card) || link.refusal !== null) continue;
    found.push(...unequal(card, contact, world.flow).map((text) => `I1: ${name}: ${text}`));
  }
  return found;
}

function unequal(card: Card, contact: Contact, flow: Flow | undefined): string[] {
  return ([...FIELDS, 'email'] as const).flatMap((field) => {
    const [ours, theirs] = [inCard(card, field), inContact(contact, field)];
    const form = (text: string) =>
      field === 'phone' || field === 'mobile'
        ? text.replace(/[^\d+]/g, '')
        : text
            .replace(/\r\n?/g, '\n')
            .replace(/[ \t]+/g, ' ')
            .trim();
    // A second value that became the first before we ever saw the first one is the first.
    const second = field === 'phone' ? card.wire.businessPhones[0] : card.wire.emailAddresses[0]?.address;
    const promoted = (field === 'phone' || field === 'email') && form(second ?? '').toLowerCase() === form(theirs);
    return promoted ||
      form(ours) === form(theirs) ||
      (flow?.field === field && flowMade(flow, form(ours), form(theirs)))
      ? []
      : [`${field} is ${JSON.stringify(ours)} in Outlook and ${JSON.stringify(theirs)} in Salesforce`];
  });
}

/** C7: each side keeps its own spelling of what the org's flow makes of a value. */
function flowMade({ to }: Flow, ours: string, theirs: string): boolean {
  switch (to) {
    case 'upper':
      return ours.toUpperCase() === theirs;
    case 'cut':
      return theirs !== '' && ours.startsWith(theirs);
  }
}

/** U1, U5: every card in the folder is a pair's or waits for a reason; outside nothing is marked or keyed but what waits. */
function strays(world: World, mailbox: number, links: readonly Link[]): string[] {
  const byItem = new Map(links.flatMap((link) => (link.itemId === null ? [] : [[link.itemId, link] as const])));
  return world.model.sight.cards
    .filter((card) => card.mailbox === mailbox)
    .flatMap((card) => {
      const link = byItem.get(card.id);
      const name = `${card.name} in mailbox ${mailbox}`;
      const waits = link?.state === 'waiting' && link.refusal !== null;
      if (card.place === 'inside')
        return link === undefined || (link.state === 'waiting' && !waits)
          ? [`U1: a card in the folder that nobody sees to: ${name} (${link?.state ?? 'no link'})`]
          : [];
      if (link?.state === 'linked') return [`U5: a pair with its card outside: ${name}`];
      if (waits) return [];
      // M5: marked again while its record cannot be read, it says so until it can be.
      const says = link?.state === 'stopped' && link.refusal?.reason.code === 'record-not-readable';
      return [
        ...(card.marked && !says ? [`U3: a marked card outside that nobody sees to: ${name}`] : []),
        ...(card.intent === undefined || world.model.times('private-copy', card.name, mailbox) > 0
          ? []
          : [`U5: a key on a card outside: ${name}`]),
      ];
    });
}

/** F4: every record of a view has its card, or waits for a reason. By the person's own query. */
async function views(world: World, links: ReadonlyMap<number, readonly Link[]>): Promise<string[]> {
  const found: string[] = [];
  for (const [mailbox, { id, person }] of world.homes.entries()) {
    const memory = await world.store.mailboxes.byId(id);
    if (memory === undefined || memory.viewProblem !== null) continue;
    const { filter } = memory.settings;
    const view = async () => {
      const { query } = await person.salesforce<{ query: string }>(
        'GET',
        `/sobjects/Contact/listviews/${world.viewId}/describe`,
      );
      return query.replace(/^SELECT .*? FROM/, 'SELECT Id, LastName, Email FROM');
    };
    const soql =
      filter.kind === 'view'
        ? await view()
        : `SELECT Id, LastName, Email FROM Contact${filter.kind === 'mine' ? ` WHERE OwnerId = '${person.salesforceUserId}'` : ''}`;
    const mine = links.get(mailbox) ?? [];
    for (const record of await person.query<{ Id: string; LastName: string; Email: string | null }>(soql)) {
      const has = mine.some(
        (link) =>
          link.recordId === record.Id ||
          (link.state === 'waiting' && link.refusal?.choices?.some((choice) => choice.id === record.Id)),
      );
      if (!has)
        found.push(`F4: ${record.LastName} (${record.Id}) is in the view of mailbox ${mailbox} and has no card`);
    }
  }
  return found;
}

/** P1 to P4: no more records of ours than cards that people made for it, no more cards than people and we have reason for. */
function duplicates(world: World): string[] {
  const { model } = world;
  const found: string[] = [];
  const names = new Set([...model.sight.contacts, ...model.sight.cards].map(({ name }) => model.who(name)));
  for (const name of names) {
    const ours = model.sight.contacts.filter((one) => model.who(one.name) === name && !model.madeByPeople.has(one.id));
    const reasons = model.times('upload', name);
    if (ours.length > reasons)
      found.push(`P3: ${ours.length} records were made for ${name}, for which people gave ${reasons} reasons`);
    for (const [mailbox] of world.homes.entries()) {
      const inside = model.sight.cards.filter(
        (card) => card.mailbox === mailbox && card.place === 'inside' && model.who(card.name) === name,
      );
      const records = model.sight.contacts.filter((one) => model.who(one.name) === name && !one.deleted);
      const most = records.length + model.times('upload', name, mailbox);
      if (inside.length > most)
        found.push(
          `P2: ${inside.length} cards of ${name} in the folder of mailbox ${mailbox}, ${most} at most have a reason`,
        );
    }
  }
  return found;
}

/** D1 to D4: what is gone was deleted by a person, or follows from what one did. */
function deletions(world: World): string[] {
  const { model } = world;
  const found: string[] = [];
  for (const one of model.sight.contacts) {
    if (!one.deleted || model.deletedByPeople.has(one.id) || one.masterId !== null) continue;
    if (!model.mayBeRemoved(one.name)) found.push(`D4: the record ${one.name} (${one.id}) was deleted for no reason`);
  }
  for (const { id, name, mailbox } of world.vanished()) {
    // A marked card may have waited long before it was moved.
    const reason =
      model.recently('record-lost', name, mailbox) ||
      model.times('mark', name, mailbox) > 0 ||
      model.mayBeRemoved(name);
    if (!reason) found.push(`D4: the card of ${name} in mailbox ${mailbox} is gone for no reason (${id})`);
  }
  return found;
}

/** I4: what was typed is on a side, in the journal or in a kept copy, unless a person did away with it. */
async function lostValues(world: World): Promise<string[]> {
  const { model } = world;
  if (model.typed.size === 0) return [];
  const { cards, contacts } = model.sight;
  const live = searchable(
    [
      ...cards.map((card) => FIELDS.map((field) => inCard(card, field)).join(' ')),
      ...contacts.filter((one) => !one.deleted).map((one) => FIELDS.map((field) => inContact(one, field)).join(' ')),
    ].join(' '),
  );
  const missing = [...model.typed].filter(([token]) => !live.includes(token));
  if (missing.length === 0) return [];
  const { rows } = await sql<{ text: string }>`
    select coalesce(fields::text, '') || coalesce(lost::text, '') || coalesce(payload::text, '') as text from journal where kind <> 'note'
    union all select content::text from kept_items
    union all select coalesce(conflict::text, '') from links`.execute(world.database.kysely);
  // C6: where If-Match is ignored, an edit in the moment between our look and our delete goes to Deleted Items with the card, and can be read there.
  const binned = world.switched.get('graph.ifMatch') === 'ignored' ? await world.everything() : '';
  const journal = searchable(`${rows.map(({ text }) => text).join(' ')} ${binned}`);
  return missing
    .filter(([token]) => !journal.includes(token))
    .map(([token, { field, where }]) => `I4: ${field} ${token}, typed in ${where}, is nowhere`);
}

/** C4, F6, U8: what is not mapped is still on the card that a person put it on, wherever that went. */
async function lostExtras(world: World): Promise<string[]> {
  const { model } = world;
  const found: string[] = [];
  for (const extras of model.extras) {
    const same = model.sight.cards.filter(({ id }) => id === extras.id);
    const named = model.sight.cards.filter(
      (card) => card.mailbox === extras.mailbox && model.who(card.name) === model.who(extras.name),
    );
    // Moved, or made again: then it has another id. Which of several it would be, nobody knows.
    const cards = same.length > 0 || model.times('copy', extras.name, extras.mailbox) > 0 ? same : named;
    if (cards.length === 0 || (await isKept(world, extras.spouse))) continue;
    const lacks = await Promise.all(cards.map((card) => lacking(world, card, extras)));
    if (!lacks.some((list) => list.length === 0))
      found.push(
        `C4: a card of ${extras.name} in mailbox ${extras.mailbox} has lost ${lacks.map((list) => list.join(', ')).join(' / ')}`,
      );
  }
  return found;
}

/** U8: put on a copy that was half moved, it went into the copy kept, with a line in the activity. */
async function isKept(world: World, spouse: string): Promise<boolean> {
  const { rows } = await sql<{ found: number }>`
    select 1 as found from kept_items join journal on journal.id = kept_items.journal_id
    where journal.rule = 'U8' and kept_items.content::text like ${`%"${spouse}"%`} limit 1`.execute(
    world.database.kysely,
  );
  return rows.length > 0;
}

async function lacking(world: World, card: Card, extras: World['model']['extras'][number]): Promise<string[]> {
  const { wire } = card;
  return [
    ...(wire.spouseName === extras.spouse ? [] : [`the spouse ${extras.spouse}`]),
    ...(wire.categories.includes('Red category') ? [] : ['a category']),
    ...(extras.email === '' || wire.emailAddresses.some(({ address }) => address === extras.email)
      ? []
      : [`the e-mail ${extras.email}`]),
    ...(extras.phone === '' || wire.businessPhones.includes(extras.phone) ? [] : [`the phone ${extras.phone}`]),
    ...((await world.photo(card.mailbox, card.id)) === extras.photo ? [] : ['the photo']),
  ];
}

async function openIntents(world: World): Promise<string[]> {
  const open = await Promise.all(world.homes.map(({ id }) => world.store.journal.intents(id)));
  return open.flat().map((entry) => `J6: an intent is still open: ${entry.kind} of ${entry.contact.name}`);
}
