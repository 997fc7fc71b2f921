import { useRef, useState, type ReactElement } from 'react';
import { Button, Caption1, makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import {
  CheckmarkCircleFilled,
  CircleRegular,
  ClockRegular,
  ErrorCircleFilled,
  MoreHorizontalRegular,
  PauseCircleRegular,
  PlugDisconnectedRegular,
  WarningFilled,
} from '@fluentui/react-icons';
import type { Health, Mailbox, Preview } from '../../server/http/contract.ts';
import { adminApi } from '../api.ts';
import { edge } from '../theme/edge.ts';
import { adminWords } from '../words/admin.ts';
import { viewWords } from '../words/views.ts';
import { time, words } from '../words/words.ts';
import { Act } from './Act.tsx';
import { ActAfterAsking } from './ActAfterAsking.tsx';
import { useAnnounce } from './announce.tsx';
import { Address } from './Address.tsx';
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
  who: { flexGrow: 1, flexBasis: '8rem', minInlineSize: 0, overflowWrap: 'anywhere' },
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
  const { email, name, health, notice, failingSince, lastSessionAt, nextAt, contacts, salesforceUsername, connection } =
    mailbox;
  const { icon, tone } = SIGNS[health];
  return (
    <li className={styles.row}>
      <div className={styles.head}>
        <div className={styles.who}>
          <Text weight="semibold">{name}</Text>
          <Caption1 className={mergeClasses(styles.plain, styles.block)}>
            <Address of={email} />
          </Caption1>
        </div>
        <span className={mergeClasses(styles.health, styles[tone])}>
          <span className={styles.icon} aria-hidden>
            {icon}
          </span>
          {adminWords().healths[health]}
        </span>
        <Button
          size="small"
          icon={<MoreHorizontalRegular />}
          aria-label={adminWords().more(email)}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        />
      </div>
      {health !== 'ok' && notice && <Text as="p">{notice.reason.text}</Text>}
      {failingSince !== undefined && <Caption1>{adminWords().failingSince(time(failingSince))}</Caption1>}
      {open && (
        <div className={styles.more}>
          <Facts
            of={[
              [viewWords().sync.last, lastSessionAt === undefined ? words.sync.never : time(lastSessionAt)],
              [viewWords().sync.next, nextAt === undefined ? viewWords().sync.onRequest : time(nextAt)],
              [adminWords().username, salesforceUsername || adminWords().nothing],
              [adminWords().way, connectionText(connection)],
              [viewWords().dashboard.linked, contacts.linked],
              [viewWords().dashboard.waiting, contacts.waiting],
              [viewWords().dashboard.stopped, contacts.stopped],
              [viewWords().dashboard.attention, contacts.attention],
              [viewWords().dashboard.conflict, contacts.conflict],
            ]}
          />
          <div className={styles.actions}>
            <TakeOut email={email} choice="keep" onChange={onChange} />
            <TakeOut email={email} choice="remove" onChange={onChange} />
            <ActAfterAsking
              label={adminWords().forgetLabel(email)}
              question={adminWords().forgetAsk}
              answer={adminWords().forgetIt}
              onAct={async () => {
                await adminApi.forget(email);
                onChange();
              }}
            >
              {adminWords().forget}
            </ActAfterAsking>
          </div>
        </div>
      )}
    </li>
  );
}

/** S6: as whom Salesforce is called, since when, and whether it lets them in. */
function connectionText({ how, since, signedIn }: Mailbox['connection']): string {
  const { oneWay, signedIn: said } = adminWords();
  if (how === 'none') return oneWay.none;
  const parts = [oneWay[how], signedIn === undefined ? said.unknown : signedIn ? said.yes : said.no];
  return [...parts, ...(since === undefined ? [] : [adminWords().since(time(since))])].join(', ');
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
  const opener = useRef<HTMLSpanElement>(null);
  const close = () => {
    setPreview(undefined);
    opener.current?.querySelector('button')?.focus();
  };
  const leave = async (id: string) => {
    await adminApi.leave(email, id);
    close();
    announce(adminWords().takenOut(email));
    onChange();
  };
  return (
    <>
      <span ref={opener}>
        <Act
          size="small"
          label={`${adminWords().leave[choice]}: ${adminWords().leaveLabel(email)}`}
          onAct={async () => setPreview(await adminApi.previewLeave(email, choice))}
        >
          {adminWords().leave[choice]}
        </Act>
      </span>
      {preview && (
        <Ask
          question={`${adminWords().leaveLabel(email)}: ${countsText(preview.counts) || words.nothing}`}
          onCancel={close}
        >
          <Act appearance="primary" onAct={() => leave(preview.id)}>
            {adminWords().takeOut}
          </Act>
        </Ask>
      )}
    </>
  );
}
