import type { Database } from './database.ts';
import { fenced } from './transaction.ts';
import { createJournal, createKept, finishEntries, markUndone } from './journal.ts';
import { createLinks, saveLinks } from './links.ts';
import { createLocks } from './locks.ts';
import { createMailboxes } from './mailboxes.ts';
import { createOverview } from './overview.ts';
import { createPlans } from './plans.ts';
import { createSecrets } from './secrets.ts';
import { createSessions } from './sessions.ts';
import { pruneSignIns } from './prune.ts';
import { createPeople, createTickets, createWebSessions } from './sign-ins.ts';
import type { Store } from './store.ts';

/** The memory of the whole product. `secretKey`: 32 bytes. */
export function createStore(database: Database, { secretKey }: { readonly secretKey: Buffer }): Store {
  const { kysely } = database;
  return {
    mailboxes: createMailboxes(kysely),
    links: createLinks(kysely),
    async remember(fence, memory) {
      await fenced(kysely, fence, async (transaction) => {
        if (memory.endedLinks.length > 0) {
          await transaction
            .deleteFrom('links')
            .where('mailbox_id', '=', fence.mailboxId)
            .where('id', 'in', [...memory.endedLinks])
            .execute();
        }
        await saveLinks(transaction, memory.links);
        await finishEntries(transaction, memory.outcomes);
        await markUndone(transaction, memory.undone ?? []);
      });
    },
    journal: createJournal(kysely),
    kept: createKept(kysely),
    sessions: createSessions(kysely),
    plans: createPlans(kysely),
    overview: createOverview(kysely),
    withLocks: createLocks(database.onOwnConnection),
    secrets: createSecrets(kysely, secretKey, createLocks(database.onConnectionForSecrets)),
    people: createPeople(kysely),
    webSessions: createWebSessions(kysely),
    tickets: createTickets(kysely, secretKey),
    pruneSignIns: (now) => pruneSignIns(kysely, now),
  };
}
