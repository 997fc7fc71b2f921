import { lazy, Suspense, useSyncExternalStore } from 'react';
import type { Host } from './office.ts';
import { Announcer } from './parts/announce.tsx';
import { Await, Waiting } from './parts/Await.tsx';
import { Busy } from './parts/Busy.tsx';
import { Guard } from './parts/Guard.tsx';
import { ProblemPage } from './parts/ProblemPage.tsx';
import { useLoaded } from './parts/use-loaded.ts';
import { PeopleOfOne } from './parts/use-people.tsx';
import { PhotosOfOne } from './parts/use-photo.tsx';
import type { Entered } from './sign-in/enter.ts';
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
  /** Begun when the page began; anew after it failed. */
  readonly enter: () => Promise<Entered>;
}

export function App(opened: Opened) {
  return (
    <Guard>
      <Announcer>
        <Busy />
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

function Entrance({ host, enter }: Opened) {
  const loaded = useLoaded(enter, [enter]);
  const { value, problem, reload } = loaded;
  if (value === undefined && problem !== undefined) return <ProblemPage text={problem} onAgain={reload} />;
  return (
    <Await loaded={loaded} rows={5}>
      {(entered) => <Admitted host={host} {...entered} />}
    </Await>
  );
}

/** Nobody's page until somebody is signed in. When their sign-in ends the page stays, and goes on after the next one. */
function Admitted({ host, config, access, standing }: Entered & { readonly host: Host }) {
  const { kind, why, person } = useSyncExternalStore(access.watch, access.now);
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
      <PhotosOfOne key={person}>
        {host.kind === 'outlook' ? (
          <PeopleOfOne>
            <Pane host={host} access={access} load={standing} />
          </PeopleOfOne>
        ) : (
          <Dashboard host={host} access={access} load={standing} />
        )}
      </PhotosOfOne>
    </>
  );
}
