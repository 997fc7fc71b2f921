import { useState } from 'react';
import { useLoaded, type Loaded } from './use-loaded.ts';

interface Page<T> {
  readonly rows: readonly T[];
  readonly next?: string | undefined;
}

export interface Pages<T> extends Loaded<readonly T[]> {
  /** Absent: this is all. */
  readonly loadMore: (() => Promise<void>) | undefined;
  readonly replace: (row: T) => void;
}

/** A list by pages. A changed row is replaced where it is, so that nothing jumps under the person's finger. */
export function usePages<T extends { readonly id: string }>(
  load: (cursor?: string) => Promise<Page<T>>,
  dependencies: readonly unknown[],
): Pages<T> {
  const first = useLoaded(() => load(), dependencies);
  // Belongs to one first page; with another first page it is void without an effect that clears it.
  const [following, setFollowing] = useState<{ of: Page<T> | undefined; page: Page<T> }>();
  const [replaced, setReplaced] = useState<{ of: Page<T> | undefined; rows: ReadonlyMap<string, T> }>();
  const page = following !== undefined && following.of === first.value ? following.page : first.value;
  const changed = replaced !== undefined && replaced.of === first.value ? replaced.rows : undefined;
  const next = page?.next;
  const loadMore = async () => {
    const of = first.value;
    const { rows, next: after } = await load(next);
    const known = new Set(page?.rows.map(({ id }) => id));
    // A row that moved between two pages is shown once.
    const fresh = rows.filter(({ id }) => !known.has(id));
    setFollowing({ of, page: { rows: [...(page?.rows ?? []), ...fresh], next: after } });
  };
  return {
    ...first,
    value: page?.rows.map((row) => changed?.get(row.id) ?? row),
    loadMore: next === undefined ? undefined : loadMore,
    replace: (row) => {
      // By function: two switches may answer at the same time.
      setReplaced((before) => {
        const rows = before?.of === first.value ? before?.rows : undefined;
        return { of: first.value, rows: new Map([...(rows ?? []), [row.id, row]]) };
      });
    },
  };
}
