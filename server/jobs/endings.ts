import { setTimeout as sleep } from 'node:timers/promises';
import type { Session } from '../model/session.ts';
import type { Store } from '../store/store.ts';
import { isOver } from './run-sessions.ts';

/** Sessions of other processes are looked up this often; those of this one are told at once. */
const LOOK_EVERY_MS = 250;

/** Waits for sessions to be over, whichever process runs them. */
export class Endings {
  private readonly store: Store;
  private readonly waiting = new Map<string, Set<() => void>>();

  constructor(store: Store) {
    this.store = store;
  }

  readonly tell = (session: Session): void => {
    for (const wake of this.waiting.get(session.id) ?? []) wake();
  };

  /** The session when it is over, or as it is after `timeoutMs`; undefined if it is no more (forgotten). */
  async of(session: Session, timeoutMs: number): Promise<Session | undefined> {
    const until = Date.now() + timeoutMs;
    for (;;) {
      const told = this.next(session.id);
      const now = await this.store.sessions.byId(session.mailboxId, session.id);
      const left = until - Date.now();
      if (now === undefined || isOver(now) || left <= 0) {
        told.leave();
        return now;
      }
      const stop = new AbortController();
      await Promise.race([
        told.heard,
        sleep(Math.min(LOOK_EVERY_MS, left), undefined, { signal: stop.signal }).catch(() => undefined),
      ]);
      stop.abort();
      told.leave();
    }
  }

  private next(id: string): { readonly heard: Promise<void>; readonly leave: () => void } {
    let wake: () => void = () => undefined;
    const heard = new Promise<void>((done) => {
      wake = done;
    });
    const waiting = this.waiting.get(id) ?? new Set();
    waiting.add(wake);
    this.waiting.set(id, waiting);
    const leave = () => {
      waiting.delete(wake);
      if (waiting.size === 0 && this.waiting.get(id) === waiting) this.waiting.delete(id);
    };
    return { heard, leave };
  }
}
