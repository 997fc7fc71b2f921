import type { Reason } from '../model/link.ts';
import type { MailboxMemory } from '../model/mailbox.ts';
import type { Session } from '../model/session.ts';
import type { StoredPlan } from '../store/store.ts';
import type { Notice } from './contract.ts';
import { wordedReason } from './wording.ts';

export interface Standing {
  readonly mailbox: MailboxMemory;
  readonly held: StoredPlan | undefined;
  /** The newest session, over or not. */
  readonly newest: Session | undefined;
}

/** T4: why no session runs or works, with the one action that helps; the most basic first. Undefined: all is well. */
export function noticeOf(standing: Standing, language: string): Notice | undefined {
  const found = standingNotice(standing);
  return found && { reason: wordedReason(found.reason, language), action: found.action };
}

function standingNotice({ mailbox, held, newest }: Standing): NoticeData | undefined {
  const { settings, stopped, viewProblem, firstSessionDone, crmUsername, connectedAt } = mailbox;
  if (!settings.contactsSync) return notice('turn-on', { code: 'sync-is-off', params: {} });
  if (crmUsername === '') return notice('connect-salesforce', { code: 'not-connected', params: {} });
  if (stopped !== null) return notice(afterStop(stopped, connectedAt !== null), stopped);
  if (held?.reason) return notice('review-plan', held.reason);
  if (settings.paused) return notice('resume', { code: 'paused', params: {} });
  if (viewProblem !== null) return notice('choose-filter', viewProblem);
  if (newest?.state === 'failed' && newest.reason !== null) return notice(afterFailure(newest.reason), newest.reason);
  if (firstSessionDone) return undefined;
  const runs = newest?.state === 'queued' || newest?.state === 'running';
  return notice(runs ? 'wait' : 'sync-now', { code: 'first-session-to-come', params: {} });
}

/** A connection of their own is theirs to renew; what an administrator set up is the administrator's. */
function afterStop({ code }: Reason, own: boolean): Notice['action'] {
  if (code === 'folder-missing') return 'choose-folder';
  return SIGN_IN_ENDED.has(code) || (own && OF_A_CONNECTION.has(code)) ? 'connect-salesforce' : 'ask-admin';
}

const SIGN_IN_ENDED = new Set(['not-connected', 'crm-sign-in-expired', 'crm-token-lost']);
const OF_A_CONNECTION = new Set(['crm-sign-in-refused', 'crm-session-refused', 'other-org']);

function afterFailure({ code }: Reason): Notice['action'] {
  if (code === 'too-many-contacts') return 'choose-filter';
  return code === 'internal-error' || code === 'plan-replaced' ? 'sync-now' : 'wait';
}

interface NoticeData {
  readonly action: Notice['action'];
  readonly reason: Reason;
}

const notice = (action: Notice['action'], reason: Reason): NoticeData => ({ action, reason });
