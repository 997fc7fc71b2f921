import type { Filter } from '../../../server/model/settings.ts';
import type { Gesture, Setting, Step } from '../steps.ts';
import type { World } from '../world.ts';
import { quiet } from '../quiet.ts';
import { cardAt, editCard, newCard, toCard } from './in-outlook.ts';
import { inPane } from './in-pane.ts';
import { contactAt, editContact, newContact, toContact } from './in-salesforce.ts';

/** Does one step; false: there was nothing to do it to. */
export async function perform(world: World, step: Step): Promise<boolean> {
  switch (step.do) {
    case 'auto-removal':
    case 'policy':
    case 'filter':
    case 'list-view':
      return set(world, step);
    case 'switch':
      await world.control('PUT', 'switches', { [step.name]: step.value });
      world.switched.set(step.name, step.value);
      return true;
    case 'time':
      world.time.advance(step.seconds * 1000);
      return true;
    case 'session': {
      await world.faults(step.faults);
      const { twist } = step;
      await world.session(step.mailbox, twist, async () => {
        if (twist === undefined) return;
        await world.look();
        await gesture(world, twist.gesture);
      });
      if (step.faults.length > 0) await world.control('DELETE', 'faults');
      return true;
    }
    case 'quiet':
      await quiet(world, step.day);
      return true;
    default:
      return gesture(world, step);
  }
}

async function gesture(world: World, step: Gesture): Promise<boolean> {
  const { model } = world;
  switch (step.do) {
    case 'item-new':
      await newCard(world, step.mailbox, step);
      return true;
    case 'item-twin': {
      const contact = contactAt(world, step.at);
      if (contact === undefined) return false;
      await newCard(world, step.mailbox, { inside: true, marked: true }, contact);
      return true;
    }
    case 'item-edit':
    case 'item-clear': {
      const card = cardAt(model, world.homes.length, step.mailbox, step.at);
      if (card === undefined) return false;
      const value = step.do === 'item-clear' ? '' : model.type(step.field, `card ${card.name}`);
      await editCard(world, card, step.field, value);
      return true;
    }
    case 'record-new':
      await newContact(world, step.mailbox, step.vip);
      return true;
    case 'record-twin': {
      const card = cardAt(model, world.homes.length, step.mailbox, step.at);
      const email = card?.wire.emailAddresses[0]?.address;
      if (card === undefined || email === undefined) return false;
      await newContact(world, step.mailbox, false, { name: card.name, email });
      return true;
    }
    case 'record-edit':
    case 'record-clear': {
      const contact = contactAt(world, step.at);
      if (contact === undefined) return false;
      const value = step.do === 'record-clear' ? '' : model.type(step.field, `record ${contact.name}`);
      const done = await editContact(world, contact, step.field, value);
      if (!done && value !== '') model.destroys(value);
      return done;
    }
    case 'edit-alike': {
      const card = cardAt(model, world.homes.length, step.mailbox, step.at, 'inside');
      const contact = model.sight.contacts.find((one) => !one.deleted && one.name === card?.name);
      if (card === undefined || contact === undefined) return false;
      const value = model.type(step.field, `both sides of ${card.name}`);
      await editCard(world, card, step.field, value);
      await editContact(world, contact, step.field, value);
      return true;
    }
    case 'record-give':
    case 'record-vip':
    case 'record-touch':
    case 'record-delete':
    case 'record-undelete':
    case 'record-hide':
    case 'record-show':
    case 'record-late':
    case 'merge':
      return toContact(world, step);
    case 'item-extras':
    case 'item-mark':
    case 'item-unmark':
    case 'item-out':
    case 'item-in':
    case 'item-out-and-in':
    case 'item-copy':
    case 'item-copy-out':
    case 'item-delete':
    case 'item-purge':
    case 'item-restore':
    case 'item-private':
    case 'item-public':
      return toCard(world, step);
    case 'pane-new':
    case 'pane-card':
    case 'pane-record':
    case 'pane-off':
      return inPane(world, step);
  }
}

async function set(world: World, step: Setting): Promise<boolean> {
  const { model } = world;
  switch (step.do) {
    case 'auto-removal': {
      const mailbox = step.mailbox % world.homes.length;
      const until = model.autoRemovalUntil[mailbox] ?? -1;
      model.autoRemovalUntil[mailbox] = step.on ? Infinity : until === Infinity ? model.moment : until;
      await world.set(step.mailbox, { autoRemoval: step.on });
      return true;
    }
    case 'policy':
      await world.set(step.mailbox, { conflicts: step.conflicts });
      return true;
    case 'filter': {
      // null: whoever it is, their card may go.
      for (const name of namesOf(world)) model.happened('record-lost', name, step.mailbox % world.homes.length);
      const filter: Filter =
        step.filter === 'view' ? { kind: 'view', listViewId: world.viewId } : { kind: step.filter };
      await world.set(step.mailbox, { filter });
      return true;
    }
    case 'list-view': {
      for (const name of namesOf(world)) model.happened('record-lost', name);
      await world.control('POST', 'salesforce/list-view', { id: world.viewId, ...VIEWS[step.becomes] });
      return true;
    }
  }
}

const SELECT = 'SELECT Name, Id, SystemModstamp FROM Contact';
const VIEWS: Readonly<Record<Extract<Setting, { do: 'list-view' }>['becomes'], object>> = {
  vips: { query: `${SELECT} WHERE VIP__c = true`, shared: true },
  others: { query: `${SELECT} WHERE VIP__c = false ORDER BY Name ASC NULLS FIRST`, shared: true },
  mine: { query: `${SELECT} USING SCOPE mine WHERE VIP__c = true`, shared: true },
  unreadable: { shared: false },
};

function namesOf(world: World): string[] {
  return [...new Set(world.model.sight.contacts.map(({ name }) => name))];
}
