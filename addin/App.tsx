import { useState } from 'react';
import type { Notice } from '../server/http/contract.ts';
import { api, signedIn, signOut } from './api.ts';
import { Act, Await } from './parts/Shell.tsx';
import { useLoaded } from './parts/use-loaded.ts';
import { Activity } from './views/Activity.tsx';
import { Overview } from './views/Overview.tsx';
import { People } from './views/People.tsx';
import { Preferences } from './views/Preferences.tsx';
import { SignIn } from './views/SignIn.tsx';
import { words } from './words.ts';

const TABS = ['overview', 'people', 'activity', 'settings'] as const;

export function App() {
  const [known, setKnown] = useState(signedIn());
  if (!known)
    return (
      <main>
        <h1>Cardbridge</h1>
        <SignIn onSignedIn={() => setKnown(true)} />
      </main>
    );
  const leave = () => {
    signOut();
    setKnown(false);
  };
  return <Home onLeave={leave} />;
}

function Home({ onLeave }: { onLeave: () => void }) {
  const [tab, setTab] = useState<(typeof TABS)[number]>('overview');
  const state = useLoaded(async () => ({ me: await api.me(), settings: await api.settings() }), []);
  return (
    <main>
      <header>
        <h1>Cardbridge</h1>
        <span className="who">{state.value?.me.email}</span>
        <button onClick={onLeave}>{words.signOut}</button>
      </header>
      <nav>
        {TABS.map((name) => (
          <button key={name} aria-current={name === tab ? 'page' : undefined} onClick={() => setTab(name)}>
            {words[name]}
          </button>
        ))}
      </nav>
      <Await loaded={state}>
        {({ me, settings }) => (
          <>
            {me.notice === undefined ? null : <NoticeBar notice={me.notice} onChange={state.reload} onOpen={setTab} />}
            {tab === 'overview' ? <Overview me={me} onChange={state.reload} /> : null}
            {tab === 'people' ? <People settings={settings} onChange={state.reload} /> : null}
            {tab === 'activity' ? <Activity /> : null}
            {tab === 'settings' ? <Preferences settings={settings} onChange={state.reload} /> : null}
          </>
        )}
      </Await>
    </main>
  );
}

/** T4: why nothing syncs, with the one action that helps. */
function NoticeBar({
  notice,
  onChange,
  onOpen,
}: {
  notice: Notice;
  onChange: () => void;
  onOpen: (tab: 'overview' | 'settings') => void;
}) {
  return (
    <section className="card warning" role="status">
      <p>{notice.reason.text}</p>
      <div className="actions">
        {notice.action === 'turn-on' ? (
          <Act onAct={() => api.changeSettings({ contactsSync: true }).then(onChange)}>{words.turnOn}</Act>
        ) : null}
        {notice.action === 'resume' ? (
          <Act onAct={() => api.changeSettings({ paused: false }).then(onChange)}>{words.resume}</Act>
        ) : null}
        {notice.action === 'choose-folder' ? (
          <>
            <Act onAct={() => api.folder('make-again').then(onChange)}>{words.makeAgain}</Act>
            <Act onAct={() => api.folder('turn-off').then(onChange)}>{words.turnOff}</Act>
          </>
        ) : null}
        {notice.action === 'choose-filter' ? <button onClick={() => onOpen('settings')}>{words.change}</button> : null}
      </div>
    </section>
  );
}
