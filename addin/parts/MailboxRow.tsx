import { useState, type ReactElement } from 'react';
import { Button, Caption1, makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import {
  CheckmarkCircleFilled,
  CircleRegular,
  ClockRegular,
  ErrorCircleFilled,
  PauseCircleRegular,
  PlugDisconnectedRegular,
  WarningFilled,
} from '@fluentui/react-icons';
import type { Health, Mailbox, Preview } from '../../server/http/contract.ts';
import { adminApi } from '../api.ts';
import { edge } from '../theme/edge.ts';
import { time, words } from '../words/words.ts';
import { Act } from './Act.tsx';
import { ActAfterAsking } from './ActAfterAsking.tsx';
import { useAnnounce } from './announce.tsx';
import { Ask } from './Ask.tsx';
import { countsText } from './counts.ts';
import { Facts } from './Facts.tsx';

type Tone = 'good' | 'bad' | 'plain';

/** A shape and a word for each, so that colour is never all there is. */
const SIGNS: { readonly [H in Health]: { readonly icon: ReactElement; readonly tone: Tone } } = {
  ok: { icon: <CheckmarkCircleFilled />, tone: 'good' },
  failing: { icon: <ErrorCircleFilled />, tone: 'bad' },
  stopped: { icon: <ErrorCircleFilled />, tone: 'bad' },
  held: { icon: <WarningFilled />, tone: 'bad' },
  'not-connected': { icon: <PlugDisconnectedRegular />, tone: 'plain' },
  paused: { icon: <PauseCircleRegular />, tone: 'plain' },
  off: { icon: <CircleRegular />, tone: 'plain' },
  new: { icon: <ClockRegular />, tone: 'plain' },
};

const useStyles = makeStyles({
  row: {
    paddingBlock: tokens.spacingVerticalS,
    ...edge('BlockEnd', tokens.strokeWidthThin, tokens.colorNeutralStroke2),
  },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: tokens.spacingHorizontalM },
  who: { flexGrow: 1, minInlineSize: 0, overflowWrap: 'anywhere' },
  health: { display: 'inline-flex', alignItems: 'center', gap: tokens.spacingHorizontalXS },
  icon: { display: 'inline-flex', fontSize: tokens.fontSizeBase400 },
  good: { color: tokens.colorStatusSuccessForeground1 },
  bad: { color: tokens.colorStatusWarningForeground3 },
  plain: { color: tokens.colorNeutralForeground2 },
  block: { display: 'block' },
  more: { display: 'grid', gap: tokens.spacingVerticalS, marginBlockStart: tokens.spacingVerticalS },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

/** One mailbox with how it stands and why; more on request. */
export function MailboxRow({ mailbox, onChange }: { readonly mailbox: Mailbox; readonly onChange: () => void }) {
  const styles = useStyles();
  const [open, setOpen] = useState(false);
  const { email, name, health, notice, failingSince, lastSessionAt, nextAt, contacts, salesforceUsername } = mailbox;
  const { icon, tone } = SIGNS[health];
  return (
    <li className={styles.row}>
      <div className={styles.head}>
        <div className={styles.who}>
          <Text weight="semibold">{name}</Text>
          <Caption1 className={mergeClasses(styles.plain, styles.block)}>{email}</Caption1>
        </div>
        <span className={mergeClasses(styles.health, styles[tone])}>
          <span className={styles.icon} aria-hidden>
            {icon}
          </span>
          {words.admin.healths[health]}
        </span>
        <Button size="small" aria-label={words.admin.more(email)} aria-expanded={open} onClick={() => setOpen(!open)}>
          …
        </Button>
      </div>
      {health !== 'ok' && notice && <Text as="p">{notice.reason.text}</Text>}
      {failingSince !== undefined && <Caption1>{words.admin.failingSince(time(failingSince))}</Caption1>}
      {open && (
        <div className={styles.more}>
          <Facts
            of={[
              [words.sync.last, lastSessionAt === undefined ? words.sync.never : time(lastSessionAt)],
              [words.sync.next, nextAt === undefined ? words.sync.onRequest : time(nextAt)],
              [words.admin.username, salesforceUsername || words.admin.nothing],
              [words.dashboard.linked, contacts.linked],
              [words.dashboard.waiting, contacts.waiting],
              [words.dashboard.stopped, contacts.stopped],
              [words.dashboard.attention, contacts.attention],
              [words.dashboard.conflict, contacts.conflict],
            ]}
          />
          <div className={styles.actions}>
            <TakeOut email={email} choice="keep" onChange={onChange} />
            <TakeOut email={email} choice="remove" onChange={onChange} />
            <ActAfterAsking
              label={words.admin.forgetLabel(email)}
              question={words.admin.forgetAsk}
              answer={words.admin.forgetIt}
              onAct={async () => {
                await adminApi.forget(email);
                onChange();
              }}
            >
              {words.admin.forget}
            </ActAfterAsking>
          </div>
        </div>
      )}
    </li>
  );
}

/** S7 for a mailbox: what it would do, in numbers, and then the question. */
function TakeOut({
  email,
  choice,
  onChange,
}: {
  readonly email: string;
  readonly choice: 'keep' | 'remove';
  readonly onChange: () => void;
}) {
  const announce = useAnnounce();
  const [preview, setPreview] = useState<Pick<Preview, 'id' | 'counts'>>();
  const leave = async (id: string) => {
    await adminApi.leave(email, id);
    setPreview(undefined);
    announce(words.admin.takenOut(email));
    onChange();
  };
  return (
    <>
      <Act
        size="small"
        label={`${words.admin.leave[choice]}: ${words.admin.leaveLabel(email)}`}
        onAct={async () => setPreview(await adminApi.previewLeave(email, choice))}
      >
        {words.admin.leave[choice]}
      </Act>
      {preview && (
        <Ask
          question={`${words.admin.leaveLabel(email)}: ${countsText(preview.counts) || words.nothing}`}
          onCancel={() => setPreview(undefined)}
        >
          <Act appearance="primary" onAct={() => leave(preview.id)}>
            {words.admin.takeOut}
          </Act>
        </Ask>
      )}
    </>
  );
}
