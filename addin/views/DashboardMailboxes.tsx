import { useState } from 'react';
import { Body1, makeStyles, SearchBox, Select, tokens } from '@fluentui/react-components';
import type { Health } from '../../server/http/contract.ts';
import { adminApi } from '../api.ts';
import { Act } from '../parts/Act.tsx';
import { Await } from '../parts/Await.tsx';
import { Enrol } from '../parts/Enrol.tsx';
import { HistoryChart } from '../parts/HistoryChart.tsx';
import { MailboxRow } from '../parts/MailboxRow.tsx';
import { usePages } from '../parts/use-pages.ts';
import { useTyped } from '../parts/use-typed.ts';
import { adminWords } from '../words/admin.ts';
import { viewWords } from '../words/views.ts';
import { words } from '../words/words.ts';

const HEALTHS = ['failing', 'stopped', 'held', 'not-connected', 'paused', 'off', 'new', 'ok'] as const;

const useStyles = makeStyles({
  search: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, '> *': { flexGrow: 1 } },
  box: { maxInlineSize: 'none' },
  list: { listStyle: 'none', margin: 0, padding: 0 },
});

/** Every mailbox with how it stands; adding one, forgetting one, taking one out. */
export function DashboardMailboxes() {
  const styles = useStyles();
  const [typed, setTyped] = useState('');
  const q = useTyped(typed);
  const [health, setHealth] = useState<Health | ''>('');
  const [healths, setHealths] = useState<Readonly<Record<Health, number>>>();
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
          aria-label={adminWords().search}
          placeholder={adminWords().search}
          value={typed}
          onChange={(_, { value }) => setTyped(value)}
        />
        <Select
          aria-label={adminWords().health}
          value={health}
          onChange={(_, { value }) => setHealth(value as Health | '')}
        >
          <option value="">{adminWords().allHealths}</option>
          {HEALTHS.map((one) => (
            <option key={one} value={one}>
              {adminWords().healthCount(healths?.[one] ?? 0, adminWords().healths[one])}
            </option>
          ))}
        </Select>
      </div>
      <Await loaded={mailboxes} rows={5}>
        {(rows) =>
          rows.length === 0 ? (
            <Body1 as="p">{adminWords().none}</Body1>
          ) : (
            <ul className={styles.list} aria-label={adminWords().mailboxes}>
              {rows.map((mailbox) => (
                <MailboxRow key={mailbox.email} mailbox={mailbox} onChange={mailboxes.reload} />
              ))}
            </ul>
          )
        }
      </Await>
      {mailboxes.loadMore && <Act onAct={mailboxes.loadMore}>{words.more}</Act>}
      <Enrol onEnrolled={mailboxes.reload} />
      <HistoryChart title={viewWords().dashboard.historyAll} load={adminApi.history} />
    </>
  );
}
