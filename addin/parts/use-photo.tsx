import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useState,
  useSyncExternalStore,
  type ReactNode,
  type RefObject,
} from 'react';
import type { Person } from '../../server/http/contract.ts';
import { photo } from '../api.ts';
import { Photos } from './photos.ts';

const Kept = createContext<Photos | undefined>(undefined);

/** Within it photos are shown; they are kept as long as it stands. */
export function PhotosOfOne({ children }: { readonly children: ReactNode }) {
  const [photos] = useState(() => new Photos(photo));
  useEffect(() => () => photos.end(), [photos]);
  return <Kept value={photos}>{children}</Kept>;
}

/** Whom a photo is shown of. */
export type Pictured = Pick<Person, 'id' | 'recordId' | 'status'>;

/** U6: only a linked contact may have one; with a record, these are linked. */
const LINKED: readonly Person['status'][] = ['synced', 'conflict', 'needs attention'];

/** The photo, once somebody has seen `face` and it has come; undefined: initials. Nothing waits for it. */
export function usePhoto(
  face: RefObject<HTMLElement | null>,
  { id, recordId, status }: Pictured,
): { readonly url: string; readonly spoilt: () => void } | undefined {
  const photos = useContext(Kept);
  const linked = recordId !== undefined && LINKED.includes(status);
  useEffect(() => {
    if (photos === undefined || id === undefined || !linked || face.current === null) return undefined;
    const looking = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      looking.disconnect();
      photos.want(id);
    });
    looking.observe(face.current);
    return () => looking.disconnect();
  }, [photos, id, linked, face]);
  const watch = useCallback(
    (told: () => void) => (photos === undefined || id === undefined ? () => undefined : photos.watch(id, told)),
    [photos, id],
  );
  const url = useSyncExternalStore(watch, () => (id === undefined ? undefined : photos?.of(id)));
  // While somebody is being switched, their face stays.
  if (photos === undefined || id === undefined || url === undefined || (!linked && status !== 'waiting'))
    return undefined;
  return { url, spoilt: () => photos.spoilt(id) };
}
