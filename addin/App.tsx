import { lazy, Suspense, useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import type { ClientConfig } from '../server/http/contract.ts';
import { callAs, entrance } from './api.ts';
import type { Host } from './office.ts';
import { Announcer } from './parts/announce.tsx';
import { Await, Waiting } from './parts/Await.tsx';
import { Guard } from './parts/Guard.tsx';
import { useLoaded } from './parts/use-loaded.ts';
import { openAccess } from './sign-in/open-access.ts';
import { Pane } from './views/Pane.tsx';

const SignIn = lazy(async () => ({ default: (await signInViews()).SignIn }));
const SignInAgain = lazy(async () => ({ default: (await signInViews()).SignInAgain }));
const Dashboard = lazy(async () => ({
  default: (await import(/* webpackChunkName: 'dashboard' */ './views/Dashboard.tsx')).Dashboard,
}));
const NoOutlook = lazy(async () => ({
  default: (await import(/* webpackChunkName: 'no-outlook' */ './views/NoOutlook.tsx')).NoOutlook,
}));
const signInViews = () => import(/* webpackChunkName: 'sign-in' */ './views/SignIn.tsx');

interface Opened {
  readonly host: Host;
  /** As it was asked for when the page began. */
  readonly config: Promise<ClientConfig>;
}

export function App(opened: Opened) {
  return (
    <Guard>
      <Announcer>
        <Suspense fallback={<Waiting rows={5} />}>
          {opened.host.kind === 'unreachable' || opened.host.kind === 'not-outlook' ? (
            <NoOutlook why={opened.host.kind} />
          ) : (
            <Entrance {...opened} />
          )}
        </Suspense>
      </Announcer>
    </Guard>
  );
}

function Entrance({ host, config }: Opened) {
  const first = useRef<Promise<ClientConfig> | undefined>(config);
  const loaded = useLoaded(() => {
    const asked = first.current ?? entrance.config();
    first.current = undefined;
    return asked;
  }, []);
  return (
    <Await loaded={loaded} rows={5}>
      {(known) => <Admitted host={host} config={known} />}
    </Await>
  );
}

/** Nobody's page until somebody is signed in. When their sign-in ends the page stays, and goes on after the next one. */
function Admitted({ host, config }: { readonly host: Host; readonly config: ClientConfig }) {
  const access = useMemo(() => openAccess(host, config), [host, config]);
  const { kind, why, person } = useSyncExternalStore(access.watch, access.now);
  useEffect(() => {
    callAs(access);
    // Signed in without asking where that is possible.
    void access.token();
  }, [access]);
  if (kind === 'looking') return <Waiting rows={5} />;
  if (kind === 'asking') return <SignIn access={access} config={config} why={why} />;
  return (
    <>
      {kind === 'asking-again' && (
        // By itself, so that the page stays in sight while this is loaded.
        <Suspense fallback={null}>
          <SignInAgain access={access} config={config} why={why} />
        </Suspense>
      )}
      {host.kind === 'outlook' ? (
        <Pane key={person} host={host} access={access} />
      ) : (
        <Dashboard key={person} host={host} access={access} />
      )}
    </>
  );
}
