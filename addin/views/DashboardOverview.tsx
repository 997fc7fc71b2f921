import { Body1, Link, makeStyles, tokens } from '@fluentui/react-components';
import type { Me, Settings } from '../../server/http/contract.ts';
import { api } from '../api.ts';
import { Await } from '../parts/Await.tsx';
import { Card } from '../parts/Card.tsx';
import { Facts } from '../parts/Facts.tsx';
import { HistoryChart } from '../parts/HistoryChart.tsx';
import { PersonRow } from '../parts/PersonRow.tsx';
import { SyncCard } from '../parts/SyncCard.tsx';
import { usePages } from '../parts/use-pages.ts';
import type { FollowedStanding } from '../parts/use-standing.ts';
import { viewWords } from '../words/views.ts';
import { words } from '../words/words.ts';

const useStyles = makeStyles({
  cards: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(22rem, 100%), 1fr))',
    alignItems: 'start',
    gap: tokens.spacingVerticalM,
  },
  list: { listStyle: 'none', margin: 0, padding: 0 },
});

/** How the sync stands, on one page: when, how many, what needs the person, and what the last thirty days brought. */
export function DashboardOverview({
  me,
  settings,
  standing,
  onNeedYou,
}: {
  readonly me: Me;
  readonly settings: Settings;
  readonly standing: FollowedStanding;
  readonly onNeedYou: () => void;
}) {
  const styles = useStyles();
  const { linked, waiting, stopped, attention, conflict } = me.contacts;
  const pause = async (paused: boolean) => {
    await api.changeSettings({ paused });
    standing.reload();
  };
  return (
    <>
      <div className={styles.cards}>
        {settings.contactsSync && <SyncCard me={me} settings={settings} standing={standing} onPause={pause} />}
        <Card title={viewWords().dashboard.contacts}>
          <Facts
            of={[
              [viewWords().dashboard.linked, linked],
              [viewWords().dashboard.waiting, waiting],
              [viewWords().dashboard.stopped, stopped],
              [viewWords().dashboard.attention, attention],
              [viewWords().dashboard.conflict, conflict],
            ]}
          />
        </Card>
      </div>
      <NeedsYou me={me} settings={settings} onChange={standing.reload} onAll={onNeedYou} />
      <HistoryChart title={viewWords().dashboard.history} load={api.history} after={me.lastSessionAt} />
    </>
  );
}

const MOST = 10;

function NeedsYou({
  me,
  settings,
  onChange,
  onAll,
}: {
  readonly me: Me;
  readonly settings: Settings;
  readonly onChange: () => void;
  readonly onAll: () => void;
}) {
  const styles = useStyles();
  const open = me.contacts.attention + me.contacts.conflict;
  const contacts = usePages(
    async (after) => {
      const { contacts: rows, next } = await api.contacts({ q: '', statuses: ['needs attention', 'conflict'] }, after);
      return { rows, next };
    },
    [me.lastSessionAt, open],
  );
  return (
    <Card title={viewWords().dashboard.needYou}>
      <Await loaded={contacts} rows={2}>
        {(rows) =>
          rows.length === 0 ? (
            <Body1 as="p">{viewWords().dashboard.nothingNeeds}</Body1>
          ) : (
            <ul className={styles.list}>
              {rows.slice(0, MOST).map((contact) => (
                <PersonRow
                  key={contact.id}
                  person={{ ...contact, email: contact.email ?? '' }}
                  autoRemoval={settings.autoRemoval}
                  onChanged={() => {
                    contacts.reload();
                    onChange();
                  }}
                />
              ))}
            </ul>
          )
        }
      </Await>
      {open > MOST && (
        <Link as="button" onClick={onAll}>
          {words.sync.needYou(open)}
        </Link>
      )}
    </Card>
  );
}
