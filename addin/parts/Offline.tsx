import { useEffect, useRef } from 'react';
import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components';
import { words } from '../words/words.ts';
import { useAnnounce } from './announce.tsx';
import { useOnline } from './use-online.ts';

const EVERY_MS = 10_000;

/** While Cardbridge cannot be reached: what is known stays, nothing can be switched, and it is tried again by itself. */
export function Offline({ onAgain }: { readonly onAgain: () => void }) {
  const online = useOnline();
  const announce = useAnnounce();
  const was = useRef(online);
  useEffect(() => {
    if (was.current === online) return undefined;
    was.current = online;
    if (!online) return undefined;
    announce(words.offline.back);
    onAgain();
    return undefined;
  }, [online, announce, onAgain]);
  useEffect(() => {
    if (online) return undefined;
    const timer = setInterval(onAgain, EVERY_MS);
    return () => clearInterval(timer);
  }, [online, onAgain]);
  if (online) return null;
  return (
    <MessageBar intent="warning" layout="multiline" role="alert">
      <MessageBarBody>{words.offline.text}</MessageBarBody>
      <MessageBarActions>
        <Button onClick={onAgain}>{words.again}</Button>
      </MessageBarActions>
    </MessageBar>
  );
}
