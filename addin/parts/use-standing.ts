import { useEffect, useRef, useState } from 'react';
import type { Me, Session, Settings } from '../../server/http/contract.ts';
import { api } from '../api.ts';
import { useLoaded, type Loaded } from './use-loaded.ts';
import { isOver, useSession } from './use-session.ts';

export interface Standing {
  readonly me: Me;
  readonly settings: Settings;
}

export interface FollowedStanding extends Loaded<Standing> {
  /** The session that runs, or the one that ended while one looked. */
  readonly session: Session | undefined;
  readonly runs: boolean;
  /** Changes when a session may have changed anybody, one for single contacts too. */
  readonly version: string;
  /** Starts a session, or joins the one that runs. */
  readonly start: () => Promise<void>;
  /** For an act that answers when its session is over: the session is followed meanwhile. */
  readonly following: <T>(work: Promise<T>) => Promise<T>;
  /** Such an act is under way. */
  readonly awaited: boolean;
}

const EVERY_MS = 60_000;
const LOOK_MS = 1000;

export async function loadStanding(): Promise<Standing> {
  const [me, settings] = await Promise.all([api.me(), api.settings()]);
  return { me, settings };
}

/** Who is signed in and how their sync stands; once a second while a session runs, else once a minute while the page is seen. */
export function useStanding(load: () => Promise<Standing>): FollowedStanding {
  const loaded = useLoaded(load, [load]);
  const { reload } = loaded;
  const [ended, setEnded] = useState(0);
  const [acts, setActs] = useState(0);
  const running = useSession(loaded.value?.me.current, () => {
    setEnded((count) => count + 1);
    reload();
  });
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === 'visible') reload();
    };
    const timer = setInterval(look, EVERY_MS);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [reload]);
  const { session, follow } = running;
  const runs = session !== undefined && !isOver(session);
  const found = useRef(runs);
  found.current = runs;
  const following = async <T>(work: Promise<T>): Promise<T> => {
    setActs((count) => count + 1);
    // Its session is found by how the sync stands, and from then on followed as any other.
    const timer = setInterval(() => {
      if (!found.current) reload();
    }, LOOK_MS);
    return work.finally(() => {
      clearInterval(timer);
      setActs((count) => count - 1);
    });
  };
  return {
    ...loaded,
    session,
    runs,
    following,
    awaited: acts > 0,
    version: `${loaded.value?.me.lastSessionAt ?? ''} ${ended}`,
    start: async () => follow(await api.startSession()),
  };
}
