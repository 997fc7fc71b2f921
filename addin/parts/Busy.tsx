import { useSyncExternalStore } from 'react';
import { MessageBar, MessageBarBody } from '@fluentui/react-components';
import { connection } from '../connection.ts';
import { clock, words } from '../words/words.ts';

/** While the server takes no more calls from this page: when it is asked again, which happens by itself. */
export function Busy() {
  const until = useSyncExternalStore(connection.watch, connection.waitsUntil);
  if (until === undefined) return null;
  return (
    <MessageBar intent="info" layout="multiline" role="status">
      <MessageBarBody>{words.busy(clock(until))}</MessageBarBody>
    </MessageBar>
  );
}
