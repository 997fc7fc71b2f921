import { lazy, Suspense, useEffect, useState } from 'react';
import { signedIn, whenSignedOut } from './api.ts';
import type { Host } from './office.ts';
import { Announcer } from './parts/announce.tsx';
import { Waiting } from './parts/Await.tsx';
import { Guard } from './parts/Guard.tsx';
import { Pane } from './views/Pane.tsx';

const SignIn = lazy(async () => ({
  default: (await import(/* webpackChunkName: 'sign-in' */ './views/SignIn.tsx')).SignIn,
}));

/** Nobody's page until somebody is signed in. */
export function App({ host }: { readonly host: Host }) {
  const [known, setKnown] = useState(signedIn);
  useEffect(() => whenSignedOut(() => setKnown(false)), []);
  return (
    <Guard>
      <Announcer>
        <Suspense fallback={<Waiting />}>
          {known ? <Pane host={host} /> : <SignIn onSignedIn={() => setKnown(true)} />}
        </Suspense>
      </Announcer>
    </Guard>
  );
}
