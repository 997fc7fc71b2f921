import type { ItemSighting } from '../mailbox.ts';
import type { FolderId, ItemId } from '../../model/contact.ts';
import { FailureError } from '../../model/failure.ts';
import { MISSING_PART, type GraphClient, type PartAnswer } from './client.ts';
import type { Folders } from './folders.ts';
import { headOf, PLACE, type GraphMapping } from './mapping.ts';
import { entriesOf, isWire, notUnderstood, type Wire } from './shape.ts';

/** What one listing page holds; the same as a delta page. */
const PAGE = 500;
/** Parts of one $batch. */
const BATCH = 20;

/** Reads items by id; many of them by listing the folder, which is 25 times as many a call. */
export class Reading {
  private readonly client: GraphClient;
  private readonly mapping: GraphMapping;
  private readonly folders: Folders;
  /** Items that each folder inside was last seen to hold, where it was listed whole. */
  readonly sizes = new Map<FolderId, number>();

  constructor(client: GraphClient, mapping: GraphMapping, folders: Folders) {
    this.client = client;
    this.mapping = mapping;
    this.folders = folders;
  }

  /** Complete items (`all`) or heads (`place`), wherever they are; each id once, in chunks of 500 at most. Throws FailureError. */
  async *read(ids: readonly ItemId[], detail: 'place' | 'all'): AsyncIterable<ItemSighting[]> {
    const open = new Set(ids);
    if (detail === 'all' && this.listingIsCheaper(open.size)) {
      for (const folder of this.sizes.keys()) yield* this.listed(folder, open);
    }
    const rest = [...open];
    for (let at = 0; at < rest.length; at += PAGE) yield await this.byId(rest.slice(at, at + PAGE), detail);
  }

  private listingIsCheaper(count: number): boolean {
    let pages = 0;
    for (const size of this.sizes.values()) pages += Math.ceil((size + 1) / PAGE);
    return this.sizes.size > 0 && pages < Math.ceil(count / BATCH);
  }

  /** The items of `open` that this folder holds; they leave `open`. A note from a list is never a value (C8): those are read by id. */
  private async *listed(folder: FolderId, open: Set<ItemId>): AsyncIterable<ItemSighting[]> {
    const path = `/contactFolders/${encodeURIComponent(folder)}/contacts?$top=${PAGE}&$select=${this.mapping.select}&$expand=${encodeURIComponent(this.mapping.expand)}`;
    let noted: ItemId[] = [];
    for await (const page of this.client.pages(path)) {
      const chunk: ItemSighting[] = [];
      for (const wire of entriesOf(page)) {
        const id = String(wire.id);
        if (!open.delete(id)) continue;
        if (typeof wire.personalNotes === 'string' && wire.personalNotes !== '') noted.push(id);
        else chunk.push({ id, state: 'present', item: this.mapping.toItem(wire, true) });
      }
      if (chunk.length > 0) yield chunk;
      // In full batches; what is left over goes with the next page's.
      const full = noted.length - (noted.length % BATCH);
      if (full > 0) yield await this.byId(noted.slice(0, full), 'all');
      noted = noted.slice(full);
    }
    if (noted.length > 0) yield await this.byId(noted, 'all');
  }

  private async byId(ids: readonly ItemId[], detail: 'place' | 'all'): Promise<ItemSighting[]> {
    const query =
      detail === 'place'
        ? `$select=${PLACE}`
        : `$select=${this.mapping.select}&$expand=${encodeURIComponent(this.mapping.expand)}`;
    const answers = await this.client.batch(
      ids.map((id) => ({ method: 'GET', path: `/contacts/${encodeURIComponent(id)}?${query}` })),
    );
    const seen = ids.map((id, at) => wireOf(id, answers[at]));
    const sightings: ItemSighting[] = [];
    for (const { id, wire } of seen) {
      if (wire === undefined) {
        sightings.push({ id, state: 'gone' });
        continue;
      }
      const item = detail === 'place' ? headOf(wire) : this.mapping.toItem(wire, true);
      sightings.push({ id, state: (await this.folders.isDeleted(item.folder)) ? 'deleted' : 'present', item });
    }
    return sightings;
  }
}

/** Only a plain "not found" is one; any other failure fails the reading, for a short answer would look like a deletion (D4). */
function wireOf(id: ItemId, answer: PartAnswer | undefined): { readonly id: ItemId; readonly wire: Wire | undefined } {
  if (answer?.ok === true) {
    if (isWire(answer.body)) return { id, wire: answer.body };
    throw notUnderstood('the contact that was asked for');
  }
  if (answer?.failure.kind === 'gone') return { id, wire: undefined };
  throw new FailureError(answer?.failure ?? MISSING_PART);
}
