import { openAsBlob } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite, type Results, type Transaction } from '@electric-sql/pglite';
import { assertSynced, openFiles, PARSERS } from './embedded-files.ts';

/** What the main thread asks for; `transaction`: the `id` of the call that began it. */
export type EmbeddedCall = { readonly id: number } & (
  | { readonly kind: 'query'; readonly text: string; readonly parameters: unknown[]; readonly transaction?: number }
  | { readonly kind: 'exec'; readonly text: string }
  | { readonly kind: 'begin' }
  | { readonly kind: 'end'; readonly transaction: number; readonly commits: boolean }
  | { readonly kind: 'listen'; readonly channel: string }
  | { readonly kind: 'close' }
);

/** An answer to a call, or a notification. Errors travel as what node-postgres would give of them. */
export type EmbeddedAnswer =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: { readonly message: string } & Readonly<Record<string, unknown>> }
  | { readonly channel: string; readonly payload: string };

/** `path`: of files that are made already. Absent: in memory, `filled` from a tar of such files, or made anew. */
export interface EmbeddedFiles {
  readonly path?: string | undefined;
  readonly filled?: string | undefined;
}

interface OpenTransaction {
  readonly transaction: Transaction;
  readonly end: (commits: boolean) => void;
  readonly ended: Promise<void>;
}

const ERROR_FACTS = ['code', 'severity', 'detail', 'hint', 'constraint', 'table', 'column', 'schema', 'where'];
const { path, filled } = workerData as EmbeddedFiles;
const transactions = new Map<number, OpenTransaction>();
const send = (answer: EmbeddedAnswer) => parentPort?.postMessage(answer);
const opened = open();

// Calls are begun in the order in which they come; PGlite lets none of them between a transaction's.
parentPort?.on('message', (call: EmbeddedCall) => {
  answer(call).then(
    (result) => send({ id: call.id, result }),
    (error: unknown) => send({ id: call.id, error: facts(error) }),
  );
});

async function open(): Promise<PGlite> {
  if (path === undefined)
    return PGlite.create({ parsers: PARSERS, ...(filled !== undefined && { loadDataDir: await openAsBlob(filled) }) });
  const files = await openFiles(path);
  await assertSynced(files);
  return files.pglite;
}

async function answer(call: EmbeddedCall): Promise<unknown> {
  const pglite = await opened;
  switch (call.kind) {
    case 'query': {
      const on = call.transaction === undefined ? pglite : ongoing(call.transaction).transaction;
      return plain(await on.query(call.text, call.parameters));
    }
    case 'exec':
      return (await pglite.exec(call.text)).map(plain);
    case 'begin':
      return begin(pglite, call.id);
    case 'end': {
      const { end, ended } = ongoing(call.transaction);
      transactions.delete(call.transaction);
      end(call.commits);
      return ended;
    }
    case 'listen':
      await pglite.listen(call.channel, (payload) => send({ channel: call.channel, payload }));
      return undefined;
    case 'close':
      return pglite.close();
  }
}

const plain = ({ rows, affectedRows, fields }: Results<Row>) => ({ rows, affectedRows, fields });
type Row = Record<string, unknown>;

function ongoing(id: number): OpenTransaction {
  const found = transactions.get(id);
  if (found === undefined) throw new Error('The transaction is over.');
  return found;
}

/** Returns when the transaction is open; it lasts until its `end`. */
function begin(pglite: PGlite, id: number): Promise<void> {
  const { promise: over, resolve: end } = Promise.withResolvers<boolean>();
  return new Promise((begun, fail) => {
    const ended = pglite.transaction(async (transaction) => {
      transactions.set(id, { transaction, end, ended });
      begun();
      if (!(await over)) await transaction.rollback();
    });
    ended.catch(fail);
  });
}

function facts(error: unknown): { message: string } & Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  const known = ERROR_FACTS.flatMap((name) => {
    const value = (error as unknown as Record<string, unknown>)[name];
    return typeof value === 'string' ? [[name, value] as const] : [];
  });
  return { message: error.message, ...Object.fromEntries(known) };
}
