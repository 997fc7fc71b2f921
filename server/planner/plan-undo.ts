import type { CrmRecord, FieldName, Item, ItemHead } from '../model/contact.ts';
import { STOPPED_IN_FOLDER, type Link } from '../model/link.ts';
import type { ContactPlan, Write } from './operation.ts';
import { head, idle } from './plan-contact.ts';
import { isOneSided, undoFields } from './undo-fields.ts';
import {
  bringItemBack,
  bringRecordBack,
  markAgain,
  takeItemBack,
  takeRecordBack,
  unmarked,
  type Inverse,
} from './undo-writes.ts';
import {
  isWhole,
  LEAVING,
  type KeptEdit,
  type Undoable,
  type Undone,
  type UndoPass,
  type UndoSight,
  type WhyKept,
} from './undo.ts';

/**
 * J1 for one contact: `group` is what one session wrote to it, the latest first. Both sides and the base go back; later edits stay and are named; an
 * undone create becomes stopped, and what was deleted comes back as stopped. Whatever is back already is left out, so that an undo which was cut off
 * is finished by planning it again. Pure.
 */
export function planUndo(group: readonly Undoable[], sight: UndoSight, pass: UndoPass): Undone {
  return new ContactUndo(group, sight, pass).planned();
}

const MAKES: readonly Write['kind'][] = ['create-record', 'create-item', 'undelete-record'];
const DELETES: readonly Write['kind'][] = ['remove-item', 'delete-record'];
const UPDATES: readonly Write['kind'][] = ['update-record', 'update-item'];

class ContactUndo {
  private readonly group: readonly Undoable[];
  private readonly sight: UndoSight;
  private readonly pass: UndoPass;
  /** Where it ended, as it was before the session: it comes back with its base. */
  private link: Link;
  private readonly before: Link;
  private readonly writes: Write[] = [];
  private readonly kept: KeptEdit[] = [];
  private base: Link['base'];
  private movedBack: 'inside' | 'elsewhere' | undefined;

  constructor(group: readonly Undoable[], sight: UndoSight, pass: UndoPass) {
    const oldest = group.at(-1);
    if (oldest === undefined) throw new Error('There is nothing to undo.');
    this.group = group;
    this.sight = sight;
    this.pass = pass;
    this.before = oldest.plan.link;
    this.link = sight.link ?? ended(this.before, this.before.recordId ?? oldest.entry.recordId);
    this.base = this.link.base;
  }

  planned(): Undone {
    const why = this.sight.taken ? 'linked-anew' : this.collect();
    if (why !== undefined) return { plan: null, kept: [...this.kept, this.keptEdit(null, why)], anew: 0 };
    const nothing = this.writes.length === 0 && (this.kept.length > 0 || this.sight.link === undefined);
    const anew = this.writes.filter(({ kind }) => kind === 'create-record').length;
    return { plan: nothing ? null : this.plan(), kept: this.kept, anew };
  }

  private has(kinds: readonly Write['kind'][]): boolean {
    return this.group.some(({ write }) => kinds.includes(write.kind));
  }

  private itemNow(): Item | ItemHead | undefined {
    return this.link.itemId === null ? undefined : this.sight.item(this.link.itemId);
  }

  /** All writes of this contact's undo; a reason: it stays as it is. */
  private collect(): WhyKept | undefined {
    if (this.has(UPDATES) && !this.has(MAKES)) {
      const why = this.fields();
      if (why !== undefined) return why;
    }
    const moves = this.group.filter(({ write }) => write.kind === 'move-item');
    for (const undoable of [...moves, ...this.group.filter((one) => !moves.includes(one))]) {
      const inverse = this.inverse(undoable);
      if (typeof inverse === 'string') return inverse;
      if (inverse !== null) this.writes.push(inverse);
    }
    this.unmark();
    if (this.writes.length === 0 && this.sight.link === undefined && this.kept.length === 0) return 'contact-not-there';
    return undefined;
  }

  private fields(): WhyKept | undefined {
    const { link } = this;
    const item = this.itemNow();
    const record = link.recordId === null ? undefined : this.sight.record(link.recordId);
    const written = this.group.some(({ entry }) => entry.fields.some(({ field }) => field !== 'categories'));
    if (!written || this.has(DELETES)) return undefined;
    if (!isWhole(item) || record === undefined) return 'contact-not-there';
    if (this.sight.place(item.folder) !== 'inside') return 'edited-since';
    if (item.private) return 'private-item';
    const { writes, base, kept } = undoFields(this.group, { link, item, record }, this.pass.rules);
    this.writes.push(...writes);
    this.kept.push(...kept.map(({ field, now, instead, why }) => this.keptEdit(field, why, now, instead)));
    this.base = base;
    return undefined;
  }

  private inverse(undoable: Undoable): Inverse {
    const { link, sight, pass } = this;
    const { write } = undoable;
    switch (write.kind) {
      case 'create-record':
      case 'undelete-record':
        return takeRecordBack(undoable, link, sight, pass);
      case 'create-item':
        return takeItemBack(undoable, link, sight, pass);
      case 'remove-item':
        return bringItemBack(undoable, link, sight, pass);
      case 'delete-record':
        return bringRecordBack(undoable, write.id, link, sight, pass);
      case 'move-item':
        return this.moveBack(undoable, write);
      case 'release-item':
        return this.takeUpAgain(undoable, write);
      case 'update-item':
      case 'update-record':
        return null;
    }
  }

  /** To where the item lay; where that folder is no more, to the default Contacts folder or the folder. */
  private moveBack({ entry }: Undoable, { item: lay, to }: Extract<Write, { kind: 'move-item' }>): Inverse {
    const { sight } = this;
    const id = this.link.itemId ?? entry.itemId;
    const item = id === null ? undefined : sight.item(id);
    if (item === undefined) return 'contact-not-there';
    this.link = { ...this.link, itemId: item.id };
    const known = sight.place(lay.folder);
    const wanted = known ?? (to === 'folder' ? 'elsewhere' : 'inside');
    this.movedBack = wanted;
    if (sight.place(item.folder) === wanted) return null;
    const target = known !== undefined ? { folder: lay.folder } : wanted === 'inside' ? 'folder' : 'default';
    return { kind: 'move-item', rule: 'J1', fields: [], item: head(item), to: target };
  }

  /** After U5 the item is where its person dragged it: the pair remembers it, and goes on when it is dragged back (M8). */
  private takeUpAgain(undoable: Undoable, write: Extract<Write, { kind: 'release-item' }>): Inverse {
    const id = this.movedBack === undefined ? (undoable.entry.itemId ?? write.item.id) : this.link.itemId;
    const item = id === null ? undefined : this.sight.item(id);
    if (item === undefined) return null;
    const { keyIntent, state } = this.link;
    this.link = { ...this.link, itemId: item.id };
    if (!undoable.plan.asked) return null;
    const done = keyIntent !== null && state !== 'stopped' && this.sight.link !== undefined;
    return markAgain(undoable, item, done, this.movedBack !== undefined && this.writes.length > 0);
  }

  /** The category and the key that made an item ours go with what made it so; a release is sent before an update. */
  private unmark(): void {
    if (this.writes.some(({ kind }) => kind === 'remove-item')) return;
    const marks = this.group.flatMap(({ write }) => (write.kind === 'update-item' && write.mark ? [write] : []));
    const leaves = this.movedBack === 'elsewhere';
    const joined = marks.length > 0 && (this.has(MAKES) || this.group.some(isOneSided));
    const item = this.itemNow();
    if (item === undefined || !(leaves || joined)) return;
    const { category, attentionCategory } = this.pass;
    const ours = attentionCategory === null ? [category] : [category, attentionCategory];
    const release = unmarked(item, leaves ? ours : marks.flatMap(({ addCategories }) => addCategories));
    const moved = this.writes.findIndex(({ kind }) => kind === 'move-item');
    const update = this.writes.findIndex(({ kind }) => kind === 'update-item');
    const at = moved >= 0 ? moved + 1 : update >= 0 ? update : this.writes.length;
    const follower = this.writes[at];
    if (follower?.kind === 'update-item') this.writes[at] = { ...follower, chained: true };
    this.writes.splice(at, 0, at > 0 ? { ...release, chained: true } : release);
  }

  private plan(): ContactPlan {
    const { link, before, writes, sight } = this;
    const found = this.itemNow();
    const item = isWhole(found) ? found : undefined;
    const record: CrmRecord | undefined = link.recordId === null ? undefined : sight.record(link.recordId);
    const state = this.becomes();
    const draggedOut = this.group.some(({ plan, write }) => write.kind === 'release-item' && !plan.asked);
    const staysIn = state === 'stopped' && this.movedBack !== 'elsewhere' && !draggedOut;
    const plan = idle(
      {
        link,
        decision: { rule: 'J1', inView: state !== 'stopped' && link.inView, asked: true },
        ...(item === undefined ? {} : { item }),
        ...(record === undefined ? {} : { record }),
      },
      staysIn
        ? { reason: { code: STOPPED_IN_FOLDER, params: this.isUnmarked() ? { unmarked: 'yes' } : {} }, fields: [] }
        : null,
    );
    const unknown = item === undefined && record === undefined;
    const contact = this.group[0]?.entry.contact ?? plan.contact;
    return {
      ...plan,
      link: this.looksAtConflict() ? { ...link, conflict: null } : link,
      contact,
      writes,
      becomes: { itemId: link.itemId, recordId: link.recordId, state, inView: plan.becomes.inView },
      show: unknown
        ? { ...plan.show, name: before.name || contact.name, email: before.email || contact.email }
        : plan.show,
      undoes: {
        entries: this.group.map(({ entry }) => entry.id),
        stateBefore: sight.link === undefined ? 'none' : sight.link.state,
        base: this.base,
      },
      item: found === undefined ? null : head(found),
    };
  }

  /** M8: the category was ours and goes with this undo: given by the person, it is a new mark. */
  private isUnmarked(): boolean {
    return this.writes.some(
      (write) => write.kind === 'release-item' && write.removeCategories.includes(this.pass.category),
    );
  }

  /** C2: whoever takes the conflicting fields back has looked at them. */
  private looksAtConflict(): boolean {
    const fields = new Set<FieldName | 'categories'>(
      this.group.flatMap(({ entry }) => entry.fields.map(({ field }) => field)),
    );
    return this.link.conflict !== null && this.link.conflict.fields.every(({ field }) => fields.has(field));
  }

  private becomes(): ContactPlan['becomes']['state'] {
    const undone = this.group.find(({ plan }) => plan.undoes !== undefined)?.plan.undoes;
    if (undone !== undefined) return undone.stateBefore === 'none' ? 'ended' : undone.stateBefore;
    if (this.group.some(({ entry }) => entry.rule === LEAVING)) return this.before.state;
    // T1: of a card there was nothing before; whoever is switched on again is someone new.
    if (this.group.some(({ write }) => write.kind === 'create-item' && write.own === true)) return 'ended';
    const released = this.group.some(({ plan, write }) => write.kind === 'release-item' && !plan.asked);
    if (this.has(MAKES) || this.has(DELETES) || released || this.group.some(isOneSided)) return 'stopped';
    // T2 and M8: as it was before the switch.
    return this.has(['move-item']) || this.before.state === 'stopped' ? this.before.state : this.link.state;
  }

  private keptEdit(field: FieldName | null, why: WhyKept, now = '', instead = ''): KeptEdit {
    const contact = this.group[0]?.entry.contact ?? { name: this.link.name, email: this.link.email };
    return { contact, linkId: this.link.id, field, now, instead, why };
  }
}

/** A link that ended, as it is remembered again. */
function ended(link: Link, recordId: Link['recordId']): Link {
  return {
    ...link,
    itemId: null,
    recordId,
    itemVersion: '',
    recordVersion: '',
    keyIntent: null,
    refusal: null,
    request: null,
    conflict: null,
  };
}
