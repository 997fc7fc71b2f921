import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { makeStyles, Subtitle1, tokens } from '@fluentui/react-components';
import type { Host } from '../office.ts';
import { Await, Waiting } from '../parts/Await.tsx';
import { NoticeBar } from '../parts/NoticeBar.tsx';
import { SideNav, WIDE } from '../parts/SideNav.tsx';
import { SyncLine } from '../parts/SyncLine.tsx';
import { useHash } from '../parts/use-hash.ts';
import { useStanding } from '../parts/use-standing.ts';
import { Whose } from '../parts/Whose.tsx';
import type { Access } from '../sign-in/access.ts';
import { words } from '../words/words.ts';
import { Activity } from './Activity.tsx';
import { DashboardFilters } from './DashboardFilters.tsx';
import { DashboardOverview } from './DashboardOverview.tsx';
import { People } from './People.tsx';

const admin = () => import(/* webpackChunkName: 'admin' */ './admin-views.ts');
const Mailboxes = lazy(async () => ({ default: (await admin()).DashboardMailboxes }));
const Plans = lazy(async () => ({ default: (await admin()).DashboardPlans }));
const Organisation = lazy(async () => ({ default: (await admin()).DashboardOrganisation }));

const OWN = ['overview', 'people', 'activity', 'filters'] as const;
const PLACES = [...OWN, 'mailboxes', 'plans', 'organisation'] as const;
type Place = (typeof PLACES)[number];

const useStyles = makeStyles({
  page: {
    display: 'flex',
    flexDirection: 'column',
    maxInlineSize: '84rem',
    marginInline: 'auto',
    [WIDE]: { display: 'grid', gridTemplateColumns: '14rem minmax(0, 1fr)' },
  },
  side: { paddingBlockStart: tokens.spacingVerticalS },
  main: {
    minInlineSize: 0,
    padding: tokens.spacingHorizontalL,
    ':focus': { outlineStyle: 'none' },
  },
  content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
});

/** The wide page outside Outlook: the pane's own parts side by side, and for an administrator all mailboxes. */
export function Dashboard({ host, access }: { readonly host: Host; readonly access: Access }) {
  const styles = useStyles();
  const standing = useStanding();
  const isAdmin = standing.value?.me.admin === true;
  // Until one knows, a link to an administrator's place is not given up.
  const places: readonly Place[] = standing.value === undefined || isAdmin ? PLACES : OWN;
  const place = useHash(places, 'overview');
  const [session, setSession] = useState<string>();
  const [needYou, setNeedYou] = useState(0);
  const main = useRef<HTMLElement>(null);
  const before = useRef(place);
  const open = (next: Place) => {
    location.hash = `/${next}`;
  };
  useEffect(() => {
    if (before.current === place) return;
    before.current = place;
    setSession(undefined);
    main.current?.focus();
  }, [place]);
  useEffect(() => {
    if (place !== 'people') setNeedYou(0);
  }, [place]);
  const showNeeds = () => {
    setNeedYou((times) => times + 1);
    open('people');
  };
  return (
    <div className={styles.page}>
      <header className={styles.side}>
        <SideNav
          label={words.sections}
          places={(isAdmin ? PLACES : OWN).map((id) => ({ id, name: words.dashboard.places[id] }))}
          current={place}
        />
        {standing.value && <Whose me={standing.value.me} access={access} />}
      </header>
      <main tabIndex={-1} ref={main} aria-label={words.dashboard.places[place]} className={styles.main}>
        <div className={styles.content}>
          <Subtitle1 as="h1">{place === 'filters' ? words.dashboard.filters : words.dashboard.places[place]}</Subtitle1>
          <Await loaded={standing} rows={5}>
            {({ me, settings }) => (
              <div className={styles.content}>
                {me.notice && (
                  <NoticeBar
                    notice={me.notice}
                    host={host}
                    onChange={standing.reload}
                    onOpen={(target) => open(target === 'settings' ? 'filters' : target)}
                    here={place === 'filters' ? 'settings' : place}
                  />
                )}
                {place !== 'overview' && (
                  <SyncLine me={me} settings={settings} standing={standing} onNeedYou={showNeeds} />
                )}
                <Suspense fallback={<Waiting />}>
                  {place === 'overview' && (
                    <DashboardOverview me={me} settings={settings} standing={standing} onNeedYou={showNeeds} />
                  )}
                  {place === 'people' && (
                    <People
                      key={needYou}
                      needYou={needYou > 0}
                      host={host}
                      me={me}
                      settings={settings}
                      onChange={standing.reload}
                    />
                  )}
                  {place === 'activity' && (
                    <Activity me={me} session={session} onShow={setSession} onChange={standing.reload} />
                  )}
                  {place === 'filters' && <DashboardFilters me={me} settings={settings} standing={standing} />}
                  {place === 'mailboxes' && <Mailboxes />}
                  {place === 'plans' && <Plans />}
                  {place === 'organisation' && <Organisation />}
                </Suspense>
              </div>
            )}
          </Await>
        </div>
      </main>
    </div>
  );
}
