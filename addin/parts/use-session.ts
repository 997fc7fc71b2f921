import { useEffect, useRef, useState } from 'react';
import type { Session } from '../../server/http/contract.ts';
import { api, ApiProblem } from '../api.ts';

export const isOver = ({ state }: Session): boolean => state !== 'queued' && state !== 'running';

const EVERY_MS = 1000;

/** Follows a session once a second until it is over; a look that fails is made again with the next. */
export function useSession(current: Session | undefined, onOver: () => void) {
  const [session, setSession] = useState(current);
  const over = useRef(onOver);
  over.current = onOver;
  // One that started by itself meanwhile is followed too.
  const currentId = current?.id;
  useEffect(() => {
    if (current !== undefined) setSession((known) => (known === undefined || isOver(known) ? current : known));
  }, [currentId]);
  const id = session !== undefined && !isOver(session) ? session.id : undefined;
  useEffect(() => {
    if (id === undefined) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let left = false;
    const look = async () => {
      const now = await api.session(id).catch((error: unknown) => {
        // Forgotten meanwhile: there is nothing to wait for.
        if (error instanceof ApiProblem && error.status === 404) setSession(undefined);
        return undefined;
      });
      if (left) return;
      if (now !== undefined) setSession(now);
      if (now !== undefined && isOver(now)) over.current();
      else timer = setTimeout(() => void look(), EVERY_MS);
    };
    timer = setTimeout(() => void look(), EVERY_MS);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [id]);
  return { session, follow: setSession };
}
