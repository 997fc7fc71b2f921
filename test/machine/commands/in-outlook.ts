import type { Model } from '../model.ts';
import { cardChange, inCard, isPrivate, SECOND_EMAIL, SECOND_PHONE, type Card } from '../sight.ts';
import type { Field } from '../steps.ts';
import type { World } from '../world.ts';

/** The cards of a mailbox in one place, in their order; `at` counts round. */
export function cardAt(model: Model, mailboxes: number, mailbox: number, at: number, place?: Card['place']) {
  const cards = model.sight.cards.filter(
    (card) => card.mailbox === mailbox % mailboxes && (place === undefined || card.place === place),
  );
  return cards[at % Math.max(1, cards.length)];
}

/** A new card, as a person makes it; `like`: of somebody who has a card or a record already. */
export async function newCard(
  world: World,
  mailbox: number,
  where: { readonly inside: boolean; readonly marked: boolean },
  like?: { readonly name: string; readonly email: string },
): Promise<void> {
  const { model } = world;
  const home = world.home(mailbox);
  const { folderId = null } = (await world.store.mailboxes.byId(home.id)) ?? {};
  const inside = where.inside && folderId !== null;
  const number = model.next();
  const name = like?.name ?? `B${number}`;
  const email = like?.email ?? `b${number}@x.example`;
  const without = like === undefined && number % 5 === 0;
  if (like !== undefined) model.happened('copy', name, world.homes.indexOf(home));
  if (inside || where.marked) model.happened('upload', name, world.homes.indexOf(home));
  if (where.marked && !inside) model.happened('mark', name, world.homes.indexOf(home));
  await home.person.outlook('POST', `/contactFolders/${inside ? folderId : 'contacts'}/contacts`, {
    givenName: 'Pat',
    surname: name,
    ...(without ? {} : { emailAddresses: [{ address: email, name: 'Pat' }] }),
    jobTitle: model.type('title', `new card ${name}`),
    ...(number % 3 === 0 ? { companyName: 'Acme' } : {}),
    ...(where.marked ? { categories: ['Salesforce'] } : {}),
  });
}

export async function editCard(world: World, card: Card, field: Field, value: string): Promise<void> {
  world.model.destroys(inCard(card, field));
  await world.home(card.mailbox).person.outlook('PATCH', `/contacts/${card.id}`, cardChange(card, field, value));
}

async function putExtras(world: World, card: Card): Promise<void> {
  const { model } = world;
  const number = model.next();
  const { person } = world.home(card.mailbox);
  const extras = {
    mailbox: card.mailbox,
    id: card.id,
    name: card.name,
    spouse: `Spouse ${number}`,
    email: inCard(card, 'email') === '' ? '' : `e${number}${SECOND_EMAIL}`,
    phone: inCard(card, 'phone') === '' ? '' : `${SECOND_PHONE}${number}`,
    photo: Buffer.from(`photo ${number}`).toString('base64'),
  };
  const first = <T>(list: readonly T[], mine: (entry: T) => boolean) =>
    list.filter((entry) => !mine(entry)).slice(0, 1);
  const emails = first(card.wire.emailAddresses, ({ address }) => address.endsWith(SECOND_EMAIL));
  const phones = first(card.wire.businessPhones, (phone) => phone.startsWith(SECOND_PHONE));
  // Where there is no first one, a second one is the first.
  await person.outlook('PATCH', `/contacts/${card.id}`, {
    spouseName: extras.spouse,
    categories: [...new Set([...card.wire.categories, 'Red category'])],
    ...(emails.length === 0 ? {} : { emailAddresses: [...emails, { address: extras.email, name: 'Second' }] }),
    ...(phones.length === 0 ? {} : { businessPhones: [...phones, extras.phone] }),
  });
  await person.outlook('PUT', `/contacts/${card.id}/photo/$value`, Buffer.from(extras.photo, 'base64'));
  forgetExtras(model, card);
  // M2: a card whose record was merged goes to Deleted Items with all that is on it.
  const whom = model.who(card.name);
  const merged = model.sight.contacts.some(({ masterId, name }) => masterId !== null && model.who(name) === whom);
  if (!merged) model.extras.push(extras);
}

/** What was put on this card is the person's own affair from now on. */
function forgetExtras(model: Model, card: Pick<Card, 'mailbox' | 'name'>): void {
  const whom = model.who(card.name);
  for (let at = model.extras.length - 1; at >= 0; at -= 1) {
    const entry = model.extras[at];
    if (entry?.mailbox === card.mailbox && model.who(entry.name) === whom) model.extras.splice(at, 1);
  }
}

function hasRecord(model: Model, card: Card): boolean {
  return model.sight.contacts.some(({ name }) => model.who(name) === model.who(card.name));
}

type OneCard = 'item-extras' | 'item-mark' | 'item-in' | 'item-restore' | keyof typeof WHERE;

/** What a person does to one card; false: there was none. */
export async function toCard(
  world: World,
  step: { readonly do: OneCard; readonly mailbox: number; readonly at: number },
) {
  const { model } = world;
  if (step.do === 'item-restore') return restore(world, step.mailbox, step.at);
  const place = step.do === 'item-mark' || step.do === 'item-in' ? 'elsewhere' : WHERE[step.do];
  const card = cardAt(model, world.homes.length, step.mailbox, step.at, place);
  if (card === undefined) return false;
  const { mailbox, name, id } = card;
  const home = world.home(mailbox);
  const { folderId = null } = (await world.store.mailboxes.byId(home.id)) ?? {};
  const move = (to: string) =>
    world.control('POST', 'outlook/move', { user: home.person.email, itemId: id, folderId: to });
  const patch = (body: object) => home.person.outlook('PATCH', `/contacts/${id}`, body);
  switch (step.do) {
    case 'item-extras':
      await putExtras(world, card);
      return true;
    case 'item-mark':
      model.happened('upload', name, mailbox);
      model.happened('mark', name, mailbox);
      await patch({ categories: [...new Set([...card.wire.categories, 'Salesforce'])] });
      return true;
    case 'item-unmark':
      await patch({ categories: card.wire.categories.filter((category) => category !== 'Salesforce') });
      return true;
    case 'item-out':
      forgetExtras(model, card);
      model.happened('item-lost', name, mailbox);
      // One that was never in step and carries the category is as good as marked there, the card of someone new too.
      if (card.marked && (card.intent === undefined || !hasRecord(model, card))) {
        model.happened('upload', name, mailbox);
        model.happened('mark', name, mailbox);
      }
      // A copy that nobody has looked at yet and that is not marked: outside nobody does (U6).
      if (!card.marked && card.intent !== undefined && model.recently('copy', name, mailbox))
        model.happened('private-copy', name, mailbox);
      await move('contacts');
      return true;
    case 'item-in':
      if (folderId === null) return false;
      model.happened('upload', name, mailbox);
      await move(folderId);
      return true;
    case 'item-out-and-in':
      if (folderId === null) return false;
      await move('contacts');
      await move(folderId);
      return true;
    case 'item-copy':
    case 'item-copy-out': {
      const out = step.do === 'item-copy-out';
      forgetExtras(model, card);
      model.happened('upload', name, mailbox);
      model.happened('copy', name, mailbox);
      if (out) model.happened(card.marked ? 'mark' : 'private-copy', name, mailbox);
      await world.control('POST', 'outlook/copy', {
        user: home.person.email,
        itemId: id,
        folderId: out ? 'contacts' : (folderId ?? 'contacts'),
      });
      return true;
    }
    case 'item-delete':
    case 'item-purge':
      forgetExtras(model, card);
      model.happened('item-lost', name, mailbox);
      model.destroysCard(card);
      model.everBinned.add(id);
      model.bin.push({ mailbox, id, name, purged: step.do === 'item-purge' });
      await (step.do === 'item-delete'
        ? home.person.outlook('DELETE', `/contacts/${id}`)
        : home.person.outlook('POST', `/contacts/${id}/permanentDelete`, {}));
      return true;
    case 'item-private':
    case 'item-public':
      if (isPrivate(card) === (step.do === 'item-private')) return false;
      model.happened('upload', name, mailbox);
      await patch({
        singleValueExtendedProperties: [{ id: 'Integer 0x36', value: step.do === 'item-private' ? '2' : '0' }],
      });
      return true;
  }
}

const WHERE = {
  'item-extras': undefined,
  'item-unmark': 'inside',
  'item-out': 'inside',
  'item-out-and-in': 'inside',
  'item-copy': 'inside',
  'item-copy-out': 'inside',
  'item-delete': 'inside',
  'item-purge': 'inside',
  'item-private': 'inside',
  'item-public': 'inside',
} as const;

/** Out of Deleted Items, back into the folder. */
async function restore(world: World, mailbox: number, at: number): Promise<boolean> {
  const { model } = world;
  const home = world.home(mailbox);
  const mine = model.bin.filter((entry) => !entry.purged && world.home(entry.mailbox) === home);
  const entry = mine[at % Math.max(1, mine.length)];
  const { folderId = null } = (await world.store.mailboxes.byId(home.id)) ?? {};
  if (entry === undefined || folderId === null) return false;
  model.bin.splice(model.bin.indexOf(entry), 1);
  model.happened('upload', entry.name, entry.mailbox);
  await world.control('POST', 'outlook/move', { user: home.person.email, itemId: entry.id, folderId });
  return true;
}
