import { useState } from 'react';
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { api, ApiProblem } from '../api.ts';
import type { Host } from '../office.ts';
import { codeOfWindow, WindowProblem } from '../salesforce/window.ts';
import { newVerifier } from '../sign-in/verifier.ts';
import { viewWords } from '../words/views.ts';
import { words } from '../words/words.ts';
import { Act } from './Act.tsx';

const useStyles = makeStyles({
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
});

/** S6: one button that leads to Salesforce in a window, waits, and says what went wrong. */
export function ConnectSalesforce({
  host,
  onConnected,
  appearance = 'primary',
}: {
  readonly host: Host;
  readonly onConnected: () => void;
  readonly appearance?: 'primary' | 'secondary';
}) {
  const styles = useStyles();
  const [waiting, setWaiting] = useState<AbortController>();
  const connect = async () => {
    const waits = new AbortController();
    // Outlook's own window says when it is closed.
    if (host.kind !== 'outlook') setWaiting(waits);
    try {
      await connected(host, waits.signal);
    } finally {
      setWaiting(undefined);
    }
    onConnected();
  };
  return (
    <div className={styles.line}>
      <Act appearance={appearance} onAct={connect}>
        {viewWords().salesforce.connect}
      </Act>
      {waiting && (
        <>
          <span role="status">{viewWords().salesforce.waiting}</span>
          <Button onClick={() => waiting.abort()}>{words.cancel}</Button>
        </>
      )}
    </div>
  );
}

/** From the press of the button to a connection that is kept. Throws ApiProblem, in the person's words. */
async function connected(host: Host, signal: AbortSignal): Promise<void> {
  const { verifier, challenge } = newVerifier();
  try {
    const url = async () => (await api.connectSalesforce(await challenge)).url;
    await api.finishSalesforce(await codeOfWindow(host, url, signal), verifier);
  } catch (error) {
    if (!(error instanceof WindowProblem)) throw error;
    const { salesforce } = viewWords();
    const detail = error.kind === 'no-windows' ? salesforce.noWindows(location.origin) : salesforce[error.kind];
    throw new ApiProblem(0, { detail });
  }
}
