import type { ItemChange, ItemDraft } from '../mailbox.ts';
import type { FieldChanges, FieldMap, Item, ItemId, Value, Version } from '../../model/contact.ts';
import { FailureError, type Failure, type Outcome } from '../../model/failure.ts';
import { MISSING_PART, type GraphClient, type Part, type PartAnswer } from './client.ts';
import { keyProperties } from './hidden-key.ts';
import { displayNameOf, versionOf, type GraphMapping } from './mapping.ts';
import { isWire, type Wire } from './shape.ts';

const STALE: Failure = { kind: 'stale', code: 'graph-changed-since', message: 'It changed since it was read.' };
const BATCH = 20;

interface Guarded {
  readonly id: ItemId;
  readonly version: Version;
  readonly part: Part;
}

/**
 * C6: no update or delete without a guard. Whether contacts honour If-Match is documented nowhere (graph.md 1.9): it is tried once, with a change of
 * nothing under a tag that no item has. Where it is not honoured, change keys are read again right before each batch.
 */
export class Guard {
  private honoured: boolean | undefined;

  /** The parts that may be sent, by their position in `writes`, with their condition; the rest is stale or gone. */
  async admit(
    client: GraphClient,
    writes: readonly Guarded[],
  ): Promise<{ readonly parts: ReadonlyMap<number, Part>; readonly refused: ReadonlyMap<number, Failure> }> {
    const parts = new Map<number, Part>();
    const refused = new Map<number, Failure>();
    const [first] = writes;
    const bumped = first !== undefined && this.honoured === undefined ? await this.probe(client, first) : undefined;
    if (this.honoured === true) {
      for (const [at, { part, version }] of writes.entries())
        parts.set(at, { ...part, headers: { ...part.headers, 'If-Match': `W/"${version}"` } });
      return { parts, refused };
    }
    const answers = await client.batch(
      writes.map(({ id }) => ({ method: 'GET', path: `/contacts/${encodeURIComponent(id)}?$select=id,changeKey` })),
    );
    for (const [at, { part, version }] of writes.entries()) {
      const answer = answers[at];
      if (answer?.ok !== true) refused.set(at, answer?.failure ?? MISSING_PART);
      else if (
        isWire(answer.body) &&
        versionOf(answer.body) === (bumped?.from === version && at === 0 ? bumped.to : version)
      )
        parts.set(at, part);
      else refused.set(at, STALE);
    }
    return { parts, refused };
  }

  /**
   * Learns it, unless the item is gone or the service does not answer; then this batch is guarded by reading. Where the condition was ignored the
   * change of nothing may have made a new version, which is then this item's.
   */
  private async probe(
    client: GraphClient,
    { id }: Guarded,
  ): Promise<{ readonly from: Version; readonly to: Version } | undefined> {
    const path = `/contacts/${encodeURIComponent(id)}`;
    const [before] = await client.batch([{ method: 'GET', path: `${path}?$select=id,categories,changeKey` }]);
    if (before?.ok !== true || !isWire(before.body)) return undefined;
    const [answer] = await client.batch([
      {
        method: 'PATCH',
        path,
        headers: { 'If-Match': 'W/"no-item-has-this"' },
        body: { categories: before.body.categories ?? [] },
      },
    ]);
    if (answer?.ok === true && isWire(answer.body)) {
      this.honoured = false;
      return { from: versionOf(before.body), to: versionOf(answer.body) };
    }
    if (answer?.ok === false && answer.failure.kind === 'stale') this.honoured = true;
    return undefined;
  }
}

/** Creates, updates and removals in batches of 20, each part with an outcome of its own. */
export class Writes {
  private readonly client: GraphClient;
  private readonly mapping: GraphMapping;
  private readonly guard: Guard;

  constructor(client: GraphClient, mapping: GraphMapping, guard: Guard) {
    this.client = client;
    this.mapping = mapping;
    this.guard = guard;
  }

  async create(drafts: readonly ItemDraft[]): Promise<Outcome<Item>[]> {
    const answers = await this.client.batch(
      drafts.map((draft) => ({
        method: 'POST',
        path: `/contactFolders/${encodeURIComponent(draft.folder)}/contacts`,
        body: this.draftBody(draft),
      })),
    );
    return drafts.map((draft, at) =>
      this.written(answers[at], (item) => ({ ...withSent(item, draft.fields, this.mapping), key: draft.key })),
    );
  }

  draftBody(draft: Pick<ItemDraft, 'fields' | 'slots' | 'categories' | 'key'>): Record<string, unknown> {
    const { singleValueExtendedProperties = [], ...wire } = this.mapping.toWire(
      draft.fields,
      draft.slots,
      displayNameOf(draft.fields),
    );
    return {
      ...withoutEmpty(wire),
      displayName: displayNameOf(draft.fields),
      categories: draft.categories,
      singleValueExtendedProperties: [
        ...(singleValueExtendedProperties as { id: string; value: string }[]).filter(({ value }) => value !== ''),
        ...keyProperties(draft.key),
      ],
    };
  }

  async update(changes: readonly ItemChange[]): Promise<Outcome<Item>[]> {
    const answers = await this.guarded(
      changes.map((change) => ({
        id: change.id,
        version: change.version,
        part: {
          method: 'PATCH',
          path: `/contacts/${encodeURIComponent(change.id)}`,
          body: this.changeBody(change),
        },
      })),
    );
    return changes.map((change, at) =>
      this.written(answers[at], (item) => {
        const { key: _unknown, ...rest } = withSent(item, change.fields ?? {}, this.mapping);
        return change.key === undefined || change.key === null ? rest : { ...rest, key: change.key };
      }),
    );
  }

  private changeBody(change: ItemChange): Record<string, unknown> {
    const { fields = {}, slots = {}, displayName } = change;
    const wire = this.mapping.toWire(fields, slots, displayName);
    const removed = (change.removeCategories ?? []).map((name) => name.toLowerCase());
    const kept = change.categories.filter((name) => !removed.includes(name.toLowerCase()));
    const categories = [
      ...kept,
      ...(change.addCategories ?? []).filter(
        (name) => !kept.some((there) => there.toLowerCase() === name.toLowerCase()),
      ),
    ];
    const changed = categories.length !== change.categories.length || kept.length !== change.categories.length;
    const extended = [
      ...((wire.singleValueExtendedProperties ?? []) as { id: string; value: string }[]),
      ...(change.key === undefined ? [] : keyProperties(change.key)),
    ];
    return {
      ...wire,
      // Graph makes the display name anew when a part of the name is changed without it (graph.md 1.2).
      ...(displayName === undefined ? {} : { displayName }),
      ...(changed ? { categories } : {}),
      ...(extended.length > 0 ? { singleValueExtendedProperties: extended } : {}),
    };
  }

  async remove(items: readonly { readonly id: ItemId; readonly version: Version }[]): Promise<Outcome<null>[]> {
    const answers = await this.guarded(
      items.map(({ id, version }) => ({
        id,
        version,
        part: { method: 'DELETE', path: `/contacts/${encodeURIComponent(id)}` },
      })),
    );
    return answers.map((answer) => (answer.ok ? { ok: true, value: null } : answer));
  }

  /** In batches, each guarded right before it is sent. */
  private async guarded(writes: readonly Guarded[]): Promise<PartAnswer[]> {
    const answers: PartAnswer[] = [];
    for (let at = 0; at < writes.length; at += BATCH) {
      const batch = writes.slice(at, at + BATCH);
      const { parts, refused } = await this.guard.admit(this.client, batch);
      const sent = await this.client.batch([...parts.values()]);
      const positions = [...parts.keys()];
      answers.push(
        ...batch.map((_write, position): PartAnswer => {
          const failure = refused.get(position);
          if (failure !== undefined) return { ok: false, failure };
          return sent[positions.indexOf(position)] ?? { ok: false, failure: MISSING_PART };
        }),
      );
    }
    return answers;
  }

  private written(answer: PartAnswer | undefined, complete: (item: Item) => Item): Outcome<Item> {
    if (answer === undefined) return { ok: false, failure: MISSING_PART };
    if (!answer.ok) return answer;
    try {
      return { ok: true, value: complete(this.mapping.toItem(answer.body, true)) };
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      return { ok: false, failure: { ...error.failure, maybeDone: true } };
    }
  }

  /** As `create`, for a body that is made already (U8, F6). Throws FailureError. */
  async post(folder: string, body: object): Promise<Wire> {
    const [answer] = await this.client.batch([
      { method: 'POST', path: `/contactFolders/${encodeURIComponent(folder)}/contacts`, body },
    ]);
    if (answer?.ok === true && isWire(answer.body) && typeof answer.body.id === 'string') return answer.body;
    throw new FailureError(answer?.ok === false ? answer.failure : MISSING_PART);
  }
}

/** Extended properties are not in the answer to a write: what was sent is what it holds. */
function withSent(item: Item, sent: FieldChanges, mapping: GraphMapping): Item {
  const fields: Record<string, Value> = { ...item.fields } as Record<string, Value>;
  for (const field of mapping.extendedFields) {
    const value = sent[field];
    if (value === undefined) continue;
    if (value === null || value === '') delete fields[field];
    else fields[field] = value;
  }
  return { ...item, fields: fields as FieldMap, unread: mapping.extendedFields.filter((field) => !(field in sent)) };
}

/** Nothing is cleared in an item that is new. */
function withoutEmpty(wire: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(wire).filter(([, value]) => value !== null));
}
