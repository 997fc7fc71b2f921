import { useEffect, useState } from 'react';
import type { Session } from '../../server/http/contract.ts';
import { adminApi } from '../api.ts';

const EVERY_MS = 1000;

/** The session of another's mailbox that waits or runs, once a second while it is `awaited`; a look that fails is made again with the next. */
export function useSessionOf(email: string, awaited: boolean): Session | undefined {
  const [session, setSession] = useState<Session>();
  useEffect(() => {
    if (!awaited) return undefined;
    let left = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async () => {
      const current = await adminApi.mailbox(email).then(
        (mailbox) => mailbox.current,
        () => undefined,
      );
      if (left) return;
      if (current !== undefined) setSession(current);
      timer = setTimeout(() => void look(), EVERY_MS);
    };
    timer = setTimeout(() => void look(), EVERY_MS);
    return () => {
      left = true;
      clearTimeout(timer);
      setSession(undefined);
    };
  }, [email, awaited]);
  return session;
}
