import { lazy, Suspense } from 'react';
import type { Me, Settings } from '../../server/http/contract.ts';
import type { Host } from '../office.ts';
import { Waiting } from './Await.tsx';
import { firstStep } from './first-step.ts';
import type { FollowedStanding, Standing } from './use-standing.ts';

const FirstRun = lazy(async () => ({
  default: (await import(/* webpackChunkName: 'first-run' */ './FirstRun.tsx')).FirstRun,
}));

/** The way to the first sync, while it is not behind the person. */
export function Beginning({
  host,
  me,
  settings,
  standing,
}: Standing & { readonly host: Host; readonly standing: FollowedStanding }) {
  const step = firstStep(me, settings);
  return (
    step && (
      <Suspense fallback={<Waiting rows={2} />}>
        <FirstRun host={host} step={step} me={me} settings={settings} standing={standing} />
      </Suspense>
    )
  );
}

/** What the first steps say themselves is not said twice. */
export function saysNotice(me: Me, settings: Settings): boolean {
  const step = firstStep(me, settings);
  return step === 'connect' || (step !== undefined && me.notice?.reason.code === 'first-session-to-come');
}
