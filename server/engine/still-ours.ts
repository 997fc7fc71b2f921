import type { MayWrite } from '../connectors/may-write.ts';
import type { Fence, Store } from '../store/store.ts';

/** Less than it takes until a worker that stands still is given up (jobs/queue.ts): nobody has the mailbox before this is over. */
const LOOK_AGAIN_MS = 2000;

/**
 * For a session's writes: looks at the epoch again when the last look is two seconds old, by a clock that goes on while the process stands still.
 * Throws FencedOff once another worker has the mailbox.
 */
export function stillOurs(store: Store, fence: Fence, now: () => Date): MayWrite {
  let looked = now().getTime();
  return async () => {
    const at = now().getTime();
    if (Math.abs(at - looked) < LOOK_AGAIN_MS) return;
    await store.mailboxes.confirm(fence);
    looked = at;
  };
}
