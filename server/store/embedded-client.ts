import { Worker } from 'node:worker_threads';
import type { EmbeddedAnswer, EmbeddedCall, EmbeddedFiles } from './embedded-worker.ts';

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;

interface Results<R> {
  readonly rows: R[];
  readonly affectedRows?: number;
  readonly fields: { name: string; dataTypeID: number }[];
}

/** Statements inside one transaction. */
interface Inside {
  query<R>(text: string, parameters?: unknown[]): Promise<Results<R>>;
  rollback(): Promise<void>;
}

interface Waiting {
  readonly done: (result: unknown) => void;
  readonly failed: (error: Error) => void;
}

/**
 * The embedded database as the main thread sees it: PGlite in a thread of its own, so that its work holds up neither requests nor sessions.
 * It has what Kysely's dialect and the queue use of PGlite.
 */
export class EmbeddedClient {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, Waiting>();
  private readonly listeners = new Map<string, Set<(payload: string) => void>>();
  private calls = 0;
  /** Why nothing is answered any more. */
  private over: Error | undefined;
  readonly ready = true;
  readonly waitReady = Promise.resolve();

  private constructor(where: EmbeddedFiles) {
    // The thread takes none of the process's own arguments; V8's flags hold for all its threads.
    this.worker = new Worker(new URL('./embedded-worker.ts', import.meta.url), { workerData: where, execArgv: [] });
    this.worker.on('message', (answer: EmbeddedAnswer) => this.take(answer));
    this.worker.on('error', (error: Error) => this.end(error));
    this.worker.on('exit', () => this.end(new Error('The embedded database has ended.')));
  }

  /** Throws where the files cannot be opened. */
  static async open(where: EmbeddedFiles): Promise<EmbeddedClient> {
    const client = new EmbeddedClient(where);
    try {
      await client.query('select 1');
      return client;
    } catch (error) {
      await client.worker.terminate();
      throw error;
    }
  }

  get closed(): boolean {
    return this.over !== undefined;
  }

  query<R>(text: string, parameters: unknown[] = []): Promise<Results<R>> {
    return this.call({ kind: 'query', text, parameters });
  }

  /** Several statements without parameters. */
  exec(text: string): Promise<Results<Record<string, unknown>>[]> {
    return this.call({ kind: 'exec', text });
  }

  async transaction<T>(work: (transaction: Inside) => Promise<T>): Promise<T> {
    const transaction = await this.begin();
    const end = (commits: boolean) => this.call<void>({ kind: 'end', transaction, commits });
    let result: T;
    try {
      result = await work({
        query: (text, parameters = []) => this.call({ kind: 'query', text, parameters, transaction }),
        rollback: () => Promise.reject(new Error('A transaction is rolled back by throwing.')),
      });
    } catch (error) {
      await end(false);
      throw error;
    }
    await end(true);
    return result;
  }

  /** Returns how to stop listening. */
  async listen(channel: string, heard: (payload: string) => void): Promise<() => Promise<void>> {
    const known = this.listeners.get(channel);
    const all = known ?? new Set();
    all.add(heard);
    if (known === undefined) {
      this.listeners.set(channel, all);
      await this.call({ kind: 'listen', channel });
    }
    return async () => {
      all.delete(heard);
    };
  }

  async close(): Promise<void> {
    if (this.closed) return;
    await this.call({ kind: 'close' });
    await this.worker.terminate();
  }

  private async begin(): Promise<number> {
    const answered = this.call({ kind: 'begin' });
    const transaction = this.calls;
    await answered;
    return transaction;
  }

  private call<T>(call: WithoutId<EmbeddedCall>): Promise<T> {
    if (this.over !== undefined) return Promise.reject(this.over);
    this.calls += 1;
    const id = this.calls;
    return new Promise((done, failed) => {
      this.waiting.set(id, { done: done as Waiting['done'], failed });
      this.worker.postMessage({ ...call, id });
    });
  }

  private take(answer: EmbeddedAnswer): void {
    if ('channel' in answer) {
      for (const heard of this.listeners.get(answer.channel) ?? []) heard(answer.payload);
      return;
    }
    const waiting = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    if ('error' in answer) waiting?.failed(Object.assign(new Error(answer.error.message), answer.error));
    else waiting?.done(answer.result);
  }

  private end(error: Error): void {
    this.over ??= error;
    for (const { failed } of this.waiting.values()) failed(this.over);
    this.waiting.clear();
  }
}
