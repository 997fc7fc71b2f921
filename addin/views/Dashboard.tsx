import { lazy, Suspense, useEffect, useRef, useState, type ReactNode } from 'react';
import { makeStyles, MessageBar, MessageBarBody, Subtitle1, tokens } from '@fluentui/react-components';
import { api } from '../api.ts';
import type { Host } from '../office.ts';
import { Await, Waiting } from '../parts/Await.tsx';
import { Beginning, saysNotice } from '../parts/Beginning.tsx';
import { firstStep } from '../parts/first-step.ts';
import { NoticeBar } from '../parts/NoticeBar.tsx';
import { Offline } from '../parts/Offline.tsx';
import { SideNav, WIDE } from '../parts/SideNav.tsx';
import { SyncLine } from '../parts/SyncLine.tsx';
import { useHash } from '../parts/use-hash.ts';
import { useKeptFocus } from '../parts/use-kept-focus.ts';
import { useLoaded } from '../parts/use-loaded.ts';
import { useStanding, type FollowedStanding, type Standing } from '../parts/use-standing.ts';
import { SignedIn, Whose } from '../parts/Whose.tsx';
import type { Access } from '../sign-in/access.ts';
import { adminWords } from '../words/admin.ts';
import { viewWords } from '../words/views.ts';
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
const ADMIN = ['mailboxes', 'plans', 'organisation'] as const;
const PLACES = [...OWN, ...ADMIN] as const;
type Place = (typeof PLACES)[number];
const isOwn = (place: Place): boolean => OWN.some((own) => own === place);

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
export function Dashboard({ load, ...opened }: Opened & { readonly load: () => Promise<Standing> }) {
  const standing = useStanding(load);
  const who = useLoaded(api.whoAmI, []);
  const mailboxless = who.value?.admin === true && who.value.mailbox === undefined;
  // Enrolled meanwhile, or by themselves: the standing says so.
  if (standing.value === undefined && mailboxless)
    return <AdminAlone {...opened} name={who.value.name} onAgain={who.reload} />;
  const asked = standing.value === undefined && who.value === undefined && who.problem === undefined;
  return <Own {...opened} name={who.value?.name} standing={asked ? { ...standing, problem: undefined } : standing} />;
}

interface Opened {
  readonly host: Host;
  readonly access: Access;
}

/** An administrator whom nobody has enrolled: everything of all mailboxes, and in words that none is theirs. */
function AdminAlone({ name, access, onAgain }: Opened & { readonly name: string; readonly onAgain: () => void }) {
  const place = useHash(ADMIN, 'mailboxes');
  return (
    <Shell places={ADMIN} place={place} who={<SignedIn name={name} access={access} />}>
      <Offline onAgain={onAgain} />
      <MessageBar intent="info" layout="multiline" role="status">
        <MessageBarBody>{adminWords().noMailbox}</MessageBarBody>
      </MessageBar>
      <AdminPlace place={place} />
    </Shell>
  );
}

function Own({
  host,
  access,
  standing,
  name,
}: Opened & { readonly standing: FollowedStanding; readonly name: string | undefined }) {
  const styles = useStyles();
  const isAdmin = standing.value?.me.admin === true;
  // Until one knows, a link to an administrator's place is not given up.
  const places: readonly Place[] = standing.value === undefined || isAdmin ? PLACES : OWN;
  const place = useHash(places, 'overview');
  const [session, setSession] = useState<string>();
  const [needYou, setNeedYou] = useState(0);
  const open = (next: Place) => {
    location.hash = `/${next}`;
  };
  useEffect(() => setSession(undefined), [place]);
  useEffect(() => {
    if (place !== 'people') setNeedYou(0);
  }, [place]);
  const showNeeds = () => {
    setNeedYou((times) => times + 1);
    open('people');
  };
  return (
    <Shell
      places={isAdmin ? PLACES : OWN}
      place={place}
      who={
        standing.value ? (
          <Whose me={standing.value.me} access={access} />
        ) : (
          standing.problem !== undefined && name !== undefined && <SignedIn name={name} access={access} />
        )
      }
    >
      {standing.value && <Offline onAgain={standing.reload} />}
      <Await loaded={standing} rows={5}>
        {({ me, settings }) => (
          <div className={styles.content}>
            {isOwn(place) && <Beginning host={host} me={me} settings={settings} standing={standing} />}
            {me.notice && !(isOwn(place) && saysNotice(me, settings)) && (
              <NoticeBar
                notice={me.notice}
                host={host}
                onChange={standing.reload}
                onOpen={(target) => open(target === 'settings' ? 'filters' : target)}
                here={place === 'filters' ? 'settings' : place}
              />
            )}
            {place !== 'overview' && (
              <SyncLine
                me={me}
                settings={settings}
                standing={standing}
                said={
                  (isOwn(place) && firstStep(me, settings) === 'sync') || (place === 'activity' && standing.awaited)
                }
                onNeedYou={showNeeds}
              />
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
                  version={standing.version}
                  onChange={standing.reload}
                />
              )}
              {place === 'activity' && (
                <Activity
                  me={me}
                  standing={standing}
                  session={session}
                  onShow={setSession}
                  onChange={standing.reload}
                />
              )}
              {place === 'filters' && <DashboardFilters host={host} me={me} settings={settings} standing={standing} />}
            </Suspense>
            <AdminPlace place={place} />
          </div>
        )}
      </Await>
    </Shell>
  );
}

function AdminPlace({ place }: { readonly place: Place }) {
  return (
    <Suspense fallback={<Waiting />}>
      {place === 'mailboxes' && <Mailboxes />}
      {place === 'plans' && <Plans />}
      {place === 'organisation' && <Organisation />}
    </Suspense>
  );
}

/** The places at one side, the current one at the other; whoever goes to another place has the focus there. */
function Shell({
  places,
  place,
  who,
  children,
}: {
  readonly places: readonly Place[];
  readonly place: Place;
  readonly who: ReactNode;
  readonly children: ReactNode;
}) {
  const styles = useStyles();
  const main = useRef<HTMLElement>(null);
  useKeptFocus(main);
  const before = useRef(place);
  useEffect(() => {
    if (before.current === place) return;
    before.current = place;
    main.current?.focus();
  }, [place]);
  return (
    <div className={styles.page}>
      <header className={styles.side}>
        <SideNav
          label={words.sections}
          places={places.map((id) => ({ id, name: viewWords().dashboard.places[id] }))}
          current={place}
        />
        {who}
      </header>
      <main tabIndex={-1} ref={main} aria-label={viewWords().dashboard.places[place]} className={styles.main}>
        <div className={styles.content}>
          <Subtitle1 as="h1">
            {place === 'filters' ? viewWords().dashboard.filters : viewWords().dashboard.places[place]}
          </Subtitle1>
          {children}
        </div>
      </main>
    </div>
  );
}
