import { useEffect, useRef, useState } from 'react';
import { api, signedIn, signOut, whenSignedOut } from './api.ts';
import { Announcer } from './parts/announce.tsx';
import { Await } from './parts/Await.tsx';
import { NoticeBar } from './parts/NoticeBar.tsx';
import { Guard } from './parts/Guard.tsx';
import { useLoaded } from './parts/use-loaded.ts';
import { Activity } from './views/Activity.tsx';
import { Overview } from './views/Overview.tsx';
import { People } from './views/People.tsx';
import { Settings } from './views/Settings.tsx';
import { SignIn } from './views/SignIn.tsx';
import { words } from './words/words.ts';

const TABS = ['overview', 'people', 'activity', 'settings'] as const;
type Tab = (typeof TABS)[number];

export function App() {
  const [known, setKnown] = useState(signedIn);
  useEffect(() => whenSignedOut(() => setKnown(false)), []);
  return (
    <Guard>
      <Announcer>{known ? <Home /> : <SignIn onSignedIn={() => setKnown(true)} />}</Announcer>
    </Guard>
  );
}

function Home() {
  const [tab, setTab] = useState<Tab>('overview');
  /** The activity of one session, when the person came from there. */
  const [session, setSession] = useState<string>();
  const content = useRef<HTMLElement>(null);
  const state = useLoaded(async () => {
    const [me, settings] = await Promise.all([api.me(), api.settings()]);
    return { me, settings };
  }, []);
  const { reload } = state;
  useEffect(() => {
    // Sessions run by themselves; whoever comes back to the page sees what happened meanwhile.
    const look = () => {
      if (document.visibilityState === 'visible') reload();
    };
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [reload]);
  const open = (next: Tab, ofSession?: string) => {
    setSession(ofSession);
    setTab(next);
  };
  /** From within the content: the button that was pressed is gone, so the focus goes on to what it opened. */
  const follow = (next: Tab, ofSession?: string) => {
    open(next, ofSession);
    content.current?.focus();
  };
  return (
    <>
      <a className="skip" href="#content">
        {words.skip}
      </a>
      <header>
        <h1>{words.appName}</h1>
        <span className="who">{state.value?.me.name ?? ''}</span>
        <button type="button" onClick={signOut}>
          {words.signOut}
        </button>
      </header>
      <nav aria-label={words.sections}>
        {TABS.map((name) => (
          <button type="button" key={name} aria-current={name === tab ? 'page' : undefined} onClick={() => open(name)}>
            {words.tabs[name]}
          </button>
        ))}
      </nav>
      <main id="content" tabIndex={-1} ref={content}>
        <h2 className="unseen">{words.tabs[tab]}</h2>
        <Await loaded={state}>
          {({ me, settings }) => (
            <>
              {me.notice === undefined ? null : (
                <NoticeBar notice={me.notice} onChange={state.reload} onOpen={follow} here={tab} />
              )}
              {tab === 'overview' && (
                <Overview
                  me={me}
                  settings={settings}
                  onChange={state.reload}
                  onShowSession={(id) => follow('activity', id)}
                />
              )}
              {tab === 'people' && <People settings={settings} onChange={state.reload} />}
              {tab === 'activity' && (
                <Activity session={session} onShowAll={() => setSession(undefined)} onChange={state.reload} />
              )}
              {tab === 'settings' && <Settings settings={settings} onChange={state.reload} />}
            </>
          )}
        </Await>
      </main>
    </>
  );
}
