import { lazy, Suspense, useRef, useState } from 'react';
import { makeStyles, tokens } from '@fluentui/react-components';
import { api } from '../api.ts';
import type { Host } from '../office.ts';
import { Await, Waiting } from '../parts/Await.tsx';
import { Beginning, saysNotice } from '../parts/Beginning.tsx';
import { NoticeBar } from '../parts/NoticeBar.tsx';
import { Places } from '../parts/Places.tsx';
import { SyncLine } from '../parts/SyncLine.tsx';
import { Unseen } from '../parts/Unseen.tsx';
import { NotThisMailbox, SignedIn, Whose } from '../parts/Whose.tsx';
import { Offline } from '../parts/Offline.tsx';
import { firstStep } from '../parts/first-step.ts';
import { useKeptFocus } from '../parts/use-kept-focus.ts';
import { useLoaded } from '../parts/use-loaded.ts';
import { useAgeing } from '../parts/use-people.tsx';
import { useStanding, type FollowedStanding, type Standing } from '../parts/use-standing.ts';
import type { Access } from '../sign-in/access.ts';
import { edge } from '../theme/edge.ts';
import { words } from '../words/words.ts';
import { People } from './People.tsx';

// Later chunks: the people of the message are what the pane is opened for.
const Activity = lazy(async () => ({
  default: (await import(/* webpackChunkName: 'activity' */ './Activity.tsx')).Activity,
}));
const Settings = lazy(async () => ({
  default: (await import(/* webpackChunkName: 'settings' */ './Settings.tsx')).Settings,
}));

const PLACES = ['people', 'activity', 'settings'] as const;
export type Place = (typeof PLACES)[number];

const useStyles = makeStyles({
  pane: { maxInlineSize: '60rem', marginInline: 'auto', display: 'flex', flexDirection: 'column' },
  head: {
    position: 'sticky',
    insetBlockStart: 0,
    zIndex: 1,
    backgroundColor: tokens.colorNeutralBackground1,
    ...edge('BlockEnd', tokens.strokeWidthThin, tokens.colorNeutralStroke2),
    // Zoomed far in, a bar that stays would leave no room for what it is about.
    '@media (max-height: 20rem)': { position: 'static' },
  },
  main: {
    padding: tokens.spacingHorizontalL,
    paddingBlockStart: tokens.spacingVerticalM,
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    ':focus': { outlineStyle: 'none' },
  },
  content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
});

/** The shell: three places, how the sync stands, and what keeps it from going. */
export function Pane({
  host,
  access,
  load,
}: {
  readonly host: Host;
  readonly access: Access;
  readonly load: () => Promise<Standing>;
}) {
  const styles = useStyles();
  const [place, setPlace] = useState<Place>('people');
  /** The activity of one session, when the person came from there. */
  const [session, setSession] = useState<string>();
  /** How often the contacts that wait for the person were asked for. */
  const [needYou, setNeedYou] = useState(0);
  const main = useRef<HTMLElement>(null);
  useKeptFocus(main);
  const standing = useStanding(load);
  const stranger = useStranger(standing);
  const age = useAgeing();
  const open = (next: Place, ofSession?: string) => {
    // What is done in the other places may change anybody.
    if (next !== place) age();
    setSession(ofSession);
    setPlace(next);
  };
  /** From within the content: the button that was pressed is gone, so the focus goes on to what it opened. */
  const follow = (next: Place, ofSession?: string) => {
    open(next, ofSession);
    main.current?.focus();
  };
  return (
    <div className={styles.pane}>
      <header className={styles.head}>
        <Places
          label={words.sections}
          places={PLACES.map((id) => ({ id, name: words.places[id] }))}
          current={place}
          onOpen={(next) => {
            setNeedYou(0);
            open(next);
          }}
        />
        {standing.value && <Whose me={standing.value.me} access={access} />}
        {stranger !== undefined && <SignedIn name={stranger} access={access} />}
      </header>
      <main tabIndex={-1} ref={main} aria-label={words.places[place]} className={styles.main}>
        <Unseen as="h1">{words.places[place]}</Unseen>
        {standing.value && <Offline onAgain={standing.reload} />}
        <Await loaded={standing} rows={5}>
          {({ me, settings }) => (
            <div className={styles.content}>
              <NotThisMailbox me={me} host={host} access={access} />
              <Beginning host={host} me={me} settings={settings} standing={standing} />
              {me.notice && !saysNotice(me, settings) && (
                <NoticeBar notice={me.notice} host={host} onChange={standing.reload} onOpen={follow} here={place} />
              )}
              <SyncLine
                me={me}
                settings={settings}
                standing={standing}
                said={
                  place === 'settings' ||
                  firstStep(me, settings) === 'sync' ||
                  (place === 'activity' && standing.awaited)
                }
                onNeedYou={() => {
                  setNeedYou((times) => times + 1);
                  follow('people');
                }}
              />
              <Suspense fallback={<Waiting />}>
                {place === 'people' && (
                  // Anew when it is asked for, whatever was searched for before.
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
                    onShow={(id) => setSession(id)}
                    onChange={standing.reload}
                  />
                )}
                {place === 'settings' && (
                  <Settings host={host} me={me} settings={settings} standing={standing} onChange={standing.reload} />
                )}
              </Suspense>
            </div>
          )}
        </Await>
      </main>
    </div>
  );
}

/** The name of whoever has signed in and has no contacts here; asked for only then, since those of everybody else say it. */
function useStranger({ value, problem }: FollowedStanding): string | undefined {
  const refused = value === undefined && problem !== undefined;
  const who = useLoaded(async () => (refused ? (await api.whoAmI()).name : undefined), [refused]);
  return refused ? who.value : undefined;
}
