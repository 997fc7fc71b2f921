import { useEffect, useState } from 'react';
import { Body1, Field, Input, makeStyles, SearchBox, Select, tokens } from '@fluentui/react-components';
import type { Health } from '../../server/http/contract.ts';
import { adminApi } from '../api.ts';
import { Act } from '../parts/Act.tsx';
import { useAnnounce } from '../parts/announce.tsx';
import { Await } from '../parts/Await.tsx';
import { Card } from '../parts/Card.tsx';
import { HistoryChart } from '../parts/HistoryChart.tsx';
import { MailboxRow } from '../parts/MailboxRow.tsx';
import { usePages } from '../parts/use-pages.ts';
import { words } from '../words/words.ts';

const TYPING_MS = 300;
const HEALTHS = ['failing', 'stopped', 'held', 'not-connected', 'paused', 'off', 'new', 'ok'] as const;

const useStyles = makeStyles({
  search: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, '> *': { flexGrow: 1 } },
  box: { maxInlineSize: 'none' },
  list: { listStyle: 'none', margin: 0, padding: 0 },
  form: { display: 'flex', flexWrap: 'wrap', alignItems: 'end', gap: tokens.spacingHorizontalM },
});

/** Every mailbox with how it stands; adding one, forgetting one, taking one out. */
export function DashboardMailboxes() {
  const styles = useStyles();
  const [typed, setTyped] = useState('');
  const [q, setQ] = useState('');
  const [health, setHealth] = useState<Health | ''>('');
  const [healths, setHealths] = useState<Readonly<Record<Health, number>>>();
  useEffect(() => {
    const timer = setTimeout(() => setQ(typed.trim()), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const mailboxes = usePages(
    async (after) => {
      const { mailboxes: rows, healths: counted, next } = await adminApi.mailboxes({ q, health }, after);
      setHealths(counted);
      return { rows: rows.map((mailbox) => ({ ...mailbox, id: mailbox.email })), next };
    },
    [q, health],
  );
  return (
    <>
      <div className={styles.search}>
        <SearchBox
          className={styles.box}
          aria-label={words.admin.search}
          placeholder={words.admin.search}
          value={typed}
          onChange={(_, { value }) => setTyped(value)}
        />
        <Select
          aria-label={words.admin.health}
          value={health}
          onChange={(_, { value }) => setHealth(value as Health | '')}
        >
          <option value="">{words.admin.allHealths}</option>
          {HEALTHS.map((one) => (
            <option key={one} value={one}>
              {words.admin.healthCount(healths?.[one] ?? 0, words.admin.healths[one])}
            </option>
          ))}
        </Select>
      </div>
      <Await loaded={mailboxes} rows={5}>
        {(rows) =>
          rows.length === 0 ? (
            <Body1 as="p">{words.admin.none}</Body1>
          ) : (
            <ul className={styles.list} aria-label={words.admin.mailboxes}>
              {rows.map((mailbox) => (
                <MailboxRow key={mailbox.email} mailbox={mailbox} onChange={mailboxes.reload} />
              ))}
            </ul>
          )
        }
      </Await>
      {mailboxes.loadMore && <Act onAct={mailboxes.loadMore}>{words.more}</Act>}
      <Enrol onEnrolled={mailboxes.reload} />
      <HistoryChart title={words.dashboard.historyAll} load={adminApi.history} />
    </>
  );
}

function Enrol({ onEnrolled }: { readonly onEnrolled: () => void }) {
  const styles = useStyles();
  const announce = useAnnounce();
  const [address, setAddress] = useState('');
  const [username, setUsername] = useState('');
  const enrol = async () => {
    const { email } = await adminApi.enrol(address.trim(), username.trim());
    announce(words.admin.enrolled(email));
    setAddress('');
    setUsername('');
    onEnrolled();
  };
  return (
    <Card title={words.admin.enrolTitle}>
      <div className={styles.form}>
        <Field label={words.admin.address}>
          <Input type="email" value={address} onChange={(_, { value }) => setAddress(value)} />
        </Field>
        <Field label={words.admin.username} hint={words.admin.usernameHint}>
          <Input value={username} onChange={(_, { value }) => setUsername(value)} />
        </Field>
        <Act appearance="primary" onAct={enrol}>
          {words.admin.enrol}
        </Act>
      </div>
    </Card>
  );
}
