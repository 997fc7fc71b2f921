import type { Failure } from '../model/failure.ts';
import type { Reason } from '../model/link.ts';
import type { SessionState } from '../model/session.ts';

/** What a failure of a whole session means for it: the one exhaustive switch over kinds. */
export function onFailure(failure: Failure): {
  readonly state: SessionState;
  readonly reason: Reason;
  readonly stopsMailbox: boolean;
  readonly forgetsCursors: boolean;
  readonly notBefore?: number;
} {
  const reason: Reason = { code: failure.code, params: { message: failure.message } };
  const later = { state: 'failed' as const, reason, stopsMailbox: false, forgetsCursors: false };
  switch (failure.kind) {
    case 'throttled':
      return failure.until === undefined ? later : { ...later, notBefore: failure.until };
    case 'gone':
    case 'stale':
    case 'duplicate':
    case 'rejected':
    case 'unavailable':
      return later;
    case 'signed-out':
    case 'forbidden':
      return { state: 'stopped', reason, stopsMailbox: true, forgetsCursors: false };
    case 'cursor-lost':
      return { ...later, forgetsCursors: true };
  }
}
