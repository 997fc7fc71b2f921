import { useEffect, useState } from 'react';
import type { Host, ItemSnapshot } from '../office.ts';

const NOTHING: ItemSnapshot = { sequence: 0, item: { kind: 'nothing' } };

/** What is open beside the pane, as it changes; outside Outlook always nothing. */
export function useItem(host: Host): ItemSnapshot {
  const [snapshot, setSnapshot] = useState(NOTHING);
  useEffect(() => (host.kind === 'outlook' ? host.watchItem(setSnapshot) : undefined), [host]);
  return snapshot;
}
