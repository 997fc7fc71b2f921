import type { Notice } from '../../server/http/contract.ts';
import { api } from '../api.ts';
import { words } from '../words/words.ts';
import { Act } from './Act.tsx';

/** T4: why nothing is synced, with the one action that helps. What shows that action already does not show it twice. */
export function NoticeBar({
  notice: { reason, action },
  here,
  onChange,
  onOpen,
}: {
  readonly notice: Notice;
  readonly here: string;
  readonly onChange: () => void;
  readonly onOpen: (tab: 'overview' | 'settings') => void;
}) {
  // The overview shows the held plan itself, with the same sentence.
  if (action === 'review-plan' && here === 'overview') return null;
  return (
    <section className={action === 'wait' || action === 'sync-now' ? 'card note' : 'card warning'} role="status">
      <p>{reason.text}</p>
      <div className="actions">
        <Action action={action} here={here} onChange={onChange} onOpen={onOpen} />
      </div>
    </section>
  );
}

function Action({
  action,
  here,
  onChange,
  onOpen,
}: {
  readonly action: Notice['action'];
  readonly here: string;
  readonly onChange: () => void;
  readonly onOpen: (tab: 'overview' | 'settings') => void;
}) {
  const link = (tab: 'overview' | 'settings', text: string) =>
    here === tab ? null : (
      <button type="button" onClick={() => onOpen(tab)}>
        {text}
      </button>
    );
  switch (action) {
    case 'turn-on':
      return <Act onAct={() => api.changeSettings({ contactsSync: true }).then(onChange)}>{words.notice.turnOn}</Act>;
    case 'resume':
      return <Act onAct={() => api.changeSettings({ paused: false }).then(onChange)}>{words.overview.resume}</Act>;
    case 'choose-folder':
      return (
        <>
          <Act primary onAct={() => api.folder('make-again').then(onChange)}>
            {words.notice.makeAgain}
          </Act>
          <Act onAct={() => api.folder('turn-off').then(onChange)}>{words.notice.turnOff}</Act>
        </>
      );
    case 'review-plan':
      return link('overview', words.notice.review);
    case 'choose-filter':
      return link('settings', words.notice.filter);
    case 'sync-now':
      // On the overview the button is right below.
      return here === 'overview' ? null : (
        <Act onAct={() => api.startSession().then(onChange)}>{words.overview.syncNow}</Act>
      );
    case 'connect-salesforce':
    case 'ask-admin':
    case 'wait':
      return (
        <button type="button" onClick={onChange}>
          {words.notice.look}
        </button>
      );
  }
}
