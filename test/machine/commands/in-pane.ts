import { NotPossible, type SwitchOn, type Target } from '../../../server/engine/engine.ts';
import { FailureError } from '../../../server/model/failure.ts';
import type { PaneStep } from '../steps.ts';
import type { World } from '../world.ts';
import { cardAt } from './in-outlook.ts';
import { contactAt } from './in-salesforce.ts';

/** T1, T2: one switch; false: there was nobody, or it was not taken. */
export async function inPane(world: World, { do: what, mailbox, at }: PaneStep): Promise<boolean> {
  const { model } = world;
  const home = world.homes.indexOf(world.home(mailbox));
  const { id } = world.home(mailbox);
  const on = (target: Target, wish: SwitchOn = {}) => isTaken(world.engine.switchOn(id, target, wish));
  switch (what) {
    case 'pane-new': {
      const number = model.next();
      const [name, email] = [`B${number}`, `b${number}@x.example`];
      const title = model.type('title', `the card of ${name}`);
      model.happened('upload', name, home);
      const taken = await on({ email }, { name: `Pat ${name}`, fields: { title } });
      if (!taken) model.destroys(title);
      return taken;
    }
    case 'pane-card': {
      const card = cardAt(model, world.homes.length, mailbox, at, 'elsewhere');
      const email = card?.wire.emailAddresses[0]?.address;
      if (card === undefined || email === undefined) return false;
      model.happened('upload', card.name, home);
      model.happened('mark', card.name, home);
      return on({ email });
    }
    case 'pane-record': {
      const contact = contactAt(world, at);
      if (contact === undefined) return false;
      // A card that has its address is marked and joined.
      model.happened('upload', contact.name, home);
      model.happened('mark', contact.name, home);
      return on({ recordId: contact.id });
    }
    case 'pane-off': {
      const card = cardAt(model, world.homes.length, mailbox, at, 'inside');
      const email = card?.wire.emailAddresses[0]?.address;
      if (card === undefined || email === undefined) return false;
      // It leaves the folder as another card (U8).
      model.happened('record-lost', card.name, home);
      return isTaken(world.engine.switchOff(id, { email }, 'keep-both'));
    }
  }
}

/** False: it was refused, or a service could not be asked. */
async function isTaken(asked: Promise<unknown>): Promise<boolean> {
  try {
    await asked;
    return true;
  } catch (error) {
    if (error instanceof NotPossible || error instanceof FailureError) return false;
    throw error;
  }
}
