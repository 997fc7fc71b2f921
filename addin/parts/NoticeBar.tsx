import { lazy, Suspense, type ReactNode } from 'react';
import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components';
import type { Notice } from '../../server/http/contract.ts';
import { api } from '../api.ts';
import { words } from '../words/words.ts';
import type { Host } from '../office.ts';
import { Act } from './Act.tsx';

// Most people connect once or never.
const ConnectSalesforce = lazy(async () => ({
  default: (await import(/* webpackChunkName: 'connect' */ './ConnectSalesforce.tsx')).ConnectSalesforce,
}));

type Target = 'activity' | 'settings';

/** T4: why nothing is synced, with the one action that helps. What shows that action already does not show it twice. */
export function NoticeBar({
  notice: { reason, action },
  here,
  host,
  onChange,
  onOpen,
}: {
  readonly notice: Notice;
  readonly host: Host;
  readonly here: string;
  readonly onChange: () => void;
  readonly onOpen: (target: Target) => void;
}) {
  // The activity shows the held plan itself, with the same sentence.
  if (action === 'review-plan' && here === 'activity') return null;
  return (
    <MessageBar
      intent={action === 'wait' || action === 'sync-now' ? 'info' : 'warning'}
      layout="multiline"
      role="status"
    >
      <MessageBarBody>{reason.text}</MessageBarBody>
      <MessageBarActions>{actionOf({ action, here, host, onChange, onOpen })}</MessageBarActions>
    </MessageBar>
  );
}

function actionOf({
  action,
  here,
  host,
  onChange,
  onOpen,
}: {
  readonly host: Host;
  readonly action: Notice['action'];
  readonly here: string;
  readonly onChange: () => void;
  readonly onOpen: (target: Target) => void;
}): ReactNode {
  const link = (target: Target, text: string) =>
    here === target ? null : <Button onClick={() => onOpen(target)}>{text}</Button>;
  const act = (text: string, work: () => Promise<unknown>) => <Act onAct={() => work().then(onChange)}>{text}</Act>;
  switch (action) {
    case 'turn-on':
      return act(words.notice.turnOn, () => api.changeSettings({ contactsSync: true }));
    case 'resume':
      return act(words.sync.resume, () => api.changeSettings({ paused: false }));
    case 'choose-folder':
      return (
        <>
          {act(words.notice.makeAgain, () => api.folder('make-again'))}
          {act(words.notice.turnOff, () => api.folder('turn-off'))}
        </>
      );
    case 'review-plan':
      return link('activity', words.notice.review);
    case 'choose-filter':
      return link('settings', words.notice.filter);
    case 'sync-now':
      return act(words.sync.now, () => api.startSession());
    case 'connect-salesforce':
      return (
        <Suspense fallback={null}>
          <ConnectSalesforce host={host} onConnected={onChange} appearance="secondary" />
        </Suspense>
      );
    case 'ask-admin':
    case 'wait':
      return <Button onClick={onChange}>{words.notice.look}</Button>;
  }
}
