import { useEffect, useRef, useState } from 'react';
import type { Host, ItemSnapshot, Recipient } from '../office.ts';
import { words } from '../words/words.ts';
import { useAnnounce } from './announce.tsx';

const NOTHING: ItemSnapshot = { sequence: 0, item: { kind: 'nothing' } };

/** What is open beside the pane, as it changes; outside Outlook always nothing. */
export function useItem(host: Host): ItemSnapshot {
  const [snapshot, setSnapshot] = useState(NOTHING);
  useEffect(() => (host.kind === 'outlook' ? host.watchItem(setSnapshot) : undefined), [host]);
  useSaid(snapshot);
  return snapshot;
}

/** Who was put onto what is being written, or taken off it, is said, politely. */
function useSaid(snapshot: ItemSnapshot): void {
  const announce = useAnnounce();
  const last = useRef(NOTHING);
  useEffect(() => {
    const before = last.current;
    last.current = snapshot;
    if (before.sequence !== snapshot.sequence) return;
    if (before.item.kind !== 'people' || snapshot.item.kind !== 'people') return;
    const added = without(snapshot.item.people, before.item.people);
    const removed = without(before.item.people, snapshot.item.people);
    const said = [
      ...(added.length > 0 ? [words.item.added(added.length, nameOf(added))] : []),
      ...(removed.length > 0 ? [words.item.removed(removed.length, nameOf(removed))] : []),
    ];
    if (said.length > 0) announce(said.join(' '));
  }, [snapshot, announce]);
}

const keyOf = ({ email, name }: Recipient): string => email || name;
const nameOf = ([first]: readonly Recipient[]): string => first?.name || first?.email || words.people.noName;

function without(people: readonly Recipient[], others: readonly Recipient[]): readonly Recipient[] {
  const known = new Set(others.map(keyOf));
  return people.filter((one) => !known.has(keyOf(one)));
}
