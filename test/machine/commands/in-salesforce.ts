import { lateIn } from '../model.ts';
import { contactChange, inContact, type Contact } from '../sight.ts';
import type { Field, Gesture } from '../steps.ts';
import type { World } from '../world.ts';

export function contactAt(world: World, at: number, deleted = false): Contact | undefined {
  const contacts = world.model.sight.contacts.filter((one) => one.deleted === deleted && one.masterId === null);
  return contacts[at % Math.max(1, contacts.length)];
}

/** A record made in Salesforce, owned by whoever makes it. */
export async function newContact(
  world: World,
  mailbox: number,
  vip: boolean,
  like?: { readonly name: string; readonly email: string },
): Promise<void> {
  const { model } = world;
  const number = model.next();
  const name = like?.name ?? `B${number}`;
  // It comes down as another card of that name.
  if (like !== undefined) for (const at of world.homes.keys()) model.happened('copy', name, at);
  const { id } = await world.home(mailbox).person.salesforce<{ id: string }>('POST', '/sobjects/Contact', {
    FirstName: 'Pat',
    LastName: name,
    ...(like === undefined && number % 5 === 0 ? {} : { Email: like?.email ?? `b${number}@x.example` }),
    Title: model.type('title', `new record ${name}`),
    VIP__c: vip,
  });
  model.madeByPeople.add(id);
}

/** Whoever may: the owner. */
function owner(world: World, contact: Contact) {
  return world.homes.find(({ person }) => person.salesforceUserId === contact.ownerId) ?? world.home(0);
}

export async function editContact(world: World, contact: Contact, field: Field, value: string): Promise<boolean> {
  try {
    await owner(world, contact).person.salesforce(
      'PATCH',
      `/sobjects/Contact/${contact.id}`,
      contactChange(field, value),
    );
  } catch {
    // Somebody else's transaction has it, or it is hidden from its owner.
    return false;
  }
  world.model.overwrites(contact, field);
  return true;
}

type OneContact = Extract<Gesture, { readonly at: number }>;

/** What is done to one record; false: there was none, or Salesforce refused it. */
export async function toContact(
  world: World,
  step: Extract<
    OneContact,
    {
      readonly do:
        | 'record-give'
        | 'record-vip'
        | 'record-delete'
        | 'record-touch'
        | 'record-hide'
        | 'record-show'
        | 'record-undelete'
        | 'record-late'
        | 'merge';
    }
  >,
): Promise<boolean> {
  const { model } = world;
  const contact = contactAt(world, step.at, step.do === 'record-undelete');
  if (contact === undefined) return false;
  const { id, name } = contact;
  const { person } = owner(world, contact);
  const attempt = async (work: () => Promise<unknown>): Promise<boolean> => {
    try {
      await work();
      return true;
    } catch {
      return false;
    }
  };
  const patch = (fields: object) => attempt(() => person.salesforce('PATCH', `/sobjects/Contact/${id}`, fields));
  switch (step.do) {
    case 'record-give':
      model.happened('record-lost', name);
      return patch({ OwnerId: world.home(step.mailbox).person.salesforceUserId });
    case 'record-vip':
      model.happened('record-lost', name);
      return patch({ VIP__c: !contact.vip });
    case 'record-touch':
      return patch({ LeadSource: 'Web' });
    case 'record-delete':
      if (!(await attempt(() => person.salesforce('DELETE', `/sobjects/Contact/${id}`)))) return false;
      model.happened('record-lost', name);
      model.destroysContact(contact);
      model.deletedByPeople.add(id);
      return true;
    case 'record-undelete':
      if (!(await attempt(() => world.control('POST', 'salesforce/undelete', { id })))) return false;
      model.deletedByPeople.delete(id);
      return true;
    case 'record-hide':
    case 'record-show': {
      const home = world.home(step.mailbox);
      const visible = step.do === 'record-show';
      model.happened('record-lost', name);
      const done = await attempt(() =>
        world.control('POST', 'salesforce/access', { user: home.person.email, id, visible }),
      );
      const entry = `${world.homes.indexOf(home)}/${id}`;
      if (visible) model.hidden.delete(entry);
      else model.hidden.add(entry);
      return done;
    }
    case 'record-late': {
      const value = model.type(step.field, lateIn(name));
      const done = await attempt(() =>
        world.control('POST', 'salesforce/late-commit', {
          id,
          fields: contactChange(step.field, value),
          seconds: step.seconds,
        }),
      );
      if (done) model.destroys(inContact(contact, step.field));
      else model.destroys(value);
      return done;
    }
    case 'merge': {
      const loser = contactAt(world, step.other);
      if (loser === undefined || loser.id === id) return false;
      const done = await attempt(() => world.control('POST', 'salesforce/merge', { masterId: id, ids: [loser.id] }));
      if (!done) return false;
      model.mergedInto(loser.name, name);
      model.happened('record-lost', name);
      model.destroysContact(loser);
      model.deletedByPeople.add(loser.id);
      for (let at = model.extras.length - 1; at >= 0; at -= 1)
        if (model.who(model.extras[at]?.name ?? '') === model.who(name)) model.extras.splice(at, 1);
      return true;
    }
  }
}
