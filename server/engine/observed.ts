import type { FolderTree } from '../connectors/mailbox.ts';
import type { CrmRecord, FolderId, Item, ItemHead, ItemId, RecordHead, RecordId, Version } from '../model/contact.ts';
import type { Reason } from '../model/link.ts';
import type { SessionContext } from './context.ts';
import type { Observation, PlannerMemory, SeenItem, SeenRecord } from '../planner/observation.ts';

/** Whole items and records of the first pass, kept as text until the second pass takes them: a tenth of their size as objects. */
export class Spool {
  private readonly items = new Map<ItemId, string>();
  private readonly records = new Map<RecordId, string>();

  putItem(item: Item): void {
    this.items.set(item.id, JSON.stringify(item));
  }
  putRecord(record: CrmRecord): void {
    this.records.set(record.id, JSON.stringify(record));
  }
  item(id: ItemId): Item | undefined {
    const text = this.items.get(id);
    return text === undefined ? undefined : (JSON.parse(text) as Item);
  }
  record(id: RecordId): CrmRecord | undefined {
    const text = this.records.get(id);
    return text === undefined ? undefined : (JSON.parse(text) as CrmRecord);
  }
  hasItem(id: ItemId): boolean {
    return this.items.has(id);
  }
  hasRecord(id: RecordId): boolean {
    return this.records.has(id);
  }
  dropItem(id: ItemId): void {
    this.items.delete(id);
  }
  dropRecord(id: RecordId): void {
    this.records.delete(id);
  }
}

/** An observation in the making: the planner reads it as `Observation`, observe.ts and look-up.ts fill it. */
export interface Observed {
  readonly observation: Omit<
    Observation,
    'items' | 'records' | 'tombstones' | 'keyHolders' | 'edited' | 'recordsEdited' | 'complete' | 'viewRead'
  > & {
    readonly items: Map<ItemId, SeenItem>;
    readonly records: Map<RecordId, SeenRecord>;
    readonly tombstones: Set<ItemId>;
    readonly keyHolders: Map<string, readonly ItemHead[]>;
    readonly edited: Map<string, boolean>;
    readonly recordsEdited: Map<string, boolean>;
    complete: boolean;
    viewRead: boolean;
  };
  readonly memory: PlannerMemory;
  tree: FolderTree;
  readonly spool: Spool;
  /** The cursors to remember when everything else has been. */
  readonly cursors: Record<FolderId, string>;
  /** Young versions that proved to be of the same state, with what takes their place. */
  readonly grown: { readonly linkId: string; readonly from: Version; readonly to: Version }[];
  viewVersion: string;
  viewProblem: Reason | null;
}

export function placeOf(head: ItemHead, tree: FolderTree): 'inside' | 'elsewhere' | undefined {
  if (tree.inside.some((folder) => folder.id === head.folder)) return 'inside';
  return tree.elsewhere.some((folder) => folder.id === head.folder) ? 'elsewhere' : undefined;
}

export function isMarked(head: ItemHead, category: string): boolean {
  const wanted = category.toLowerCase();
  return head.categories.some((name) => name.toLowerCase() === wanted);
}

/** A record that the view did not list, read by its id. D4: one that the filter selects by its own terms was left out by mistake. */
export function unlisted({ account, identity }: SessionContext, { ownerId, version }: RecordHead): SeenRecord {
  const { filter } = account.settings;
  const selected = filter.kind === 'all' || (filter.kind === 'mine' && ownerId === identity.userId);
  return { state: selected ? 'in-view' : 'outside', version };
}
