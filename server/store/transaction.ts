import { AsyncLocalStorage } from 'node:async_hooks';
import { sql, type Kysely, type KyselyPlugin, type RootOperationNode, type Transaction } from 'kysely';
import type { Tables } from './schema.ts';
import { FencedOff, type Fence } from './store.ts';

const inside = new AsyncLocalStorage<true>();

/** The embedded database has one session: a query beside a transaction, from inside it, would wait for ever. It is an error on PostgreSQL too. */
export class NoQueryBesideTransaction implements KyselyPlugin {
  transformQuery({ node }: { readonly node: RootOperationNode }): RootOperationNode {
    if (inside.getStore() === true) throw new Error('A query was sent beside the transaction from inside it.');
    return node;
  }
  async transformResult<R>({ result }: { readonly result: R }): Promise<R> {
    return result;
  }
}

/** Runs `work` in one transaction; everything inside it goes through the transaction given. */
export function transact<T>(
  kysely: Kysely<Tables>,
  work: (transaction: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  if (inside.getStore() === true) throw new Error('A transaction was begun inside another one.');
  return kysely
    .withoutPlugins()
    .transaction()
    .execute((transaction) => inside.run(true, () => work(transaction)));
}

/** One row while the mailbox's epoch is held, none where another worker has taken it over: for a statement that writes only beside it. */
export const fenceRow = (fence: Fence) =>
  sql`select 1 from mailboxes where id = ${fence.mailboxId} and epoch = ${fence.epoch} for share`;

export const fencedOff = () => new FencedOff('Another session has taken this mailbox over.');

/** Runs `work` in a transaction that holds the mailbox's epoch; throws FencedOff, with nothing changed, where another worker has taken it over. */
export function fenced<T>(
  kysely: Kysely<Tables>,
  fence: Fence,
  work: (transaction: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  return transact(kysely, async (transaction) => {
    const { rows } = await fenceRow(fence).execute(transaction);
    if (rows.length === 0) throw fencedOff();
    return work(transaction);
  });
}
