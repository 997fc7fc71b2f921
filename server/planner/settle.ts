import type { FieldChanges, FieldName, Item, SlotMap } from '../model/contact.ts';
import type { Failure } from '../model/failure.ts';
import type { FieldRule } from '../model/field-rule.ts';
import type { Base, Choice, Link, Refusal } from '../model/link.ts';
import { isServersRewrite, sameValue } from './normal-form.ts';
import { put, withValue } from './merge-fields.ts';
import type { ContactPlan, Problem, Write } from './operation.ts';
import { readSlot } from './slots.ts';
import type { WriteResult } from './write-result.ts';

export interface Settled {
  /** The link to remember; null: it ends. */
  readonly link: Link | null;
  readonly refused: boolean;
}

/**
 * What is remembered of a contact after its writes (C7): only fields just written get a new base; versions are taken over only when nothing is left to
 * do; a refusal keeps the old base and is remembered with versions and reason (C5).
 */
export function settle(
  plan: ContactPlan,
  results: readonly WriteResult[],
  context: { readonly rules: readonly FieldRule[]; readonly now: string; readonly settingsVersion: string },
): Settled {
  const memory = new LinkMemory(plan, context.rules);
  plan.writes.forEach((write, index) => {
    memory.take(write, results[index] ?? { done: false, skipped: true });
  });
  return memory.settled(context);
}

class LinkMemory {
  private readonly plan: ContactPlan;
  private readonly rules: readonly FieldRule[];
  private base: Base;
  private itemId: Link['itemId'];
  private recordId: Link['recordId'];
  private itemVersion: string;
  private recordVersion: string;
  private keyIntent: Link['keyIntent'];
  private complete = true;
  private problem: Problem | null;
  /** A service has said no to it: what the person asked for was tried. */
  private tried = false;
  private recordWritten = false;
  /** T1, C5: what the person filled in is in the item now, and nowhere else yet. */
  private filledIn = false;
  /** U8: its item could not be moved into the folder. As a pair it would count as moved out of it (U5): it stays what it was, and is tried again. */
  private isOutside = false;
  /** C2: fields whose losing value was overwritten. */
  private readonly settledFields = new Set<string>();
  private readonly leftOut = new Set<FieldName>();

  constructor(plan: ContactPlan, rules: readonly FieldRule[]) {
    this.plan = plan;
    this.rules = rules;
    this.base = plan.base;
    this.itemId = plan.becomes.itemId ?? plan.link.itemId;
    this.recordId = plan.becomes.recordId ?? plan.link.recordId;
    this.itemVersion = plan.itemVersion;
    this.recordVersion = plan.recordVersion;
    this.keyIntent = plan.link.keyIntent;
    this.problem = plan.problem;
  }

  take(write: Write, result: WriteResult): void {
    if (!result.done) {
      this.complete = false;
      this.isOutside ||= write.kind === 'move-item' && write.to === 'folder';
      if ('keyIntent' in result && result.keyIntent !== undefined) this.keyIntent = result.keyIntent;
      if ('failure' in result && (result.failure.kind === 'rejected' || result.failure.kind === 'duplicate')) {
        this.refuse(result.failure, result.choices);
        this.tried = true;
      }
      return;
    }
    for (const { failure } of result.left ?? []) this.refuse(failure);
    const left = new Set((result.left ?? []).map((entry) => entry.field));
    for (const field of left) this.leftOut.add(field);
    if (result.keyIntent !== undefined) this.keyIntent = result.keyIntent;
    const loser = write.kind === 'update-item' ? 'item' : write.kind === 'update-record' ? 'record' : undefined;
    for (const { field, lostSide } of this.plan.conflicts)
      if (lostSide === loser && !left.has(field) && write.fields.some((entry) => entry.field === field))
        this.settledFields.add(field);
    switch (write.kind) {
      case 'create-record':
      case 'update-record':
        this.recordId = result.recordId ?? this.recordId;
        this.recordVersion = '';
        this.recordWritten = true;
        if (this.plan.undoes === undefined) this.base = this.written(write.values, left);
        return;
      case 'create-item':
      case 'update-item':
        if (write.own === true) {
          this.itemId = result.item?.id ?? this.itemId;
          this.filledIn = true;
          return;
        }
        if (result.item !== undefined && this.isOwn(write, result.item))
          this.stored(write, result.item, result.ownEntries ?? [], left);
        return;
      case 'move-item':
      case 'release-item':
        if (result.item !== undefined) {
          this.itemId = result.item.id;
          this.itemVersion = result.item.version;
        }
        // A released item is the person's own again; only a stopped pair remembers where it went (M8).
        if (write.kind === 'release-item' && this.plan.becomes.state !== 'stopped') this.itemId = null;
        return;
      case 'delete-record':
      case 'undelete-record':
        return;
      case 'remove-item':
        if (this.itemId === write.item.id) this.itemId = null;
        return;
    }
  }

  private written(values: FieldChanges, left: ReadonlySet<FieldName>): Base {
    const { base, plan } = this;
    const fields = (Object.keys(values) as FieldName[]).filter((field) => !left.has(field));
    const item = { ...base.item };
    const record = { ...base.record };
    for (const field of fields) {
      put(record, field, values[field]);
      put(item, field, plan.itemNow[field]);
    }
    const unconfirmed = [...base.unconfirmed.record.filter((field) => !fields.includes(field)), ...fields];
    return { ...base, item, record, unconfirmed: { ...base.unconfirmed, record: unconfirmed } };
  }

  /** M2 writes to the master's item on behalf of the losing link; its base is the other link's business. */
  private isOwn(write: Write, item: Item): boolean {
    return write.kind === 'create-item' || this.plan.becomes.state !== 'ended' || item.id === this.plan.link.itemId;
  }

  /** C7: the server's value is the base if it is ours trimmed, cut or reformatted; otherwise it is an edit and is looked at again. */
  private stored(
    write: Extract<Write, { kind: 'create-item' | 'update-item' }>,
    item: Item,
    ownEntries: readonly FieldName[],
    left: ReadonlySet<FieldName>,
  ): void {
    this.itemId = item.id;
    this.itemVersion = item.version;
    if (this.plan.undoes !== undefined) return;
    const base = this.base;
    const itemBase = { ...base.item };
    const recordBase = { ...base.record };
    const extras: Record<string, SlotMap[FieldName]> = { ...base.extras };
    for (const field of ownEntries) extras[field] = item.slots[field] ?? [];
    for (const rule of this.rules) {
      const { field } = rule;
      if (left.has(field) || (!(field in write.values) && !(field in write.slots))) continue;
      const sent = this.plan.recordNow[field] ?? write.values[field] ?? undefined;
      const reading =
        rule.slot === undefined
          ? undefined
          : readSlot(
              rule,
              item.slots[field] ?? [],
              typeof sent === 'string' ? sent : undefined,
              write.slots[field]?.slice(1) ?? [],
            );
      const stored = reading === undefined ? item.fields[field] : reading.value || undefined;
      const ours = isServersRewrite(rule, sent ?? undefined, stored);
      if (!ours) this.itemVersion = '';
      put(itemBase, field, ours ? stored : sent);
      put(recordBase, field, this.plan.recordNow[field]);
      if (reading !== undefined) extras[field] = reading.extras;
    }
    this.base = { ...base, item: itemBase, record: recordBase, extras: extras as SlotMap };
    if (this.hasMore(write, item, left)) this.itemVersion = '';
  }

  /**
   * What we did not write is not as it was: somebody edited it between our look and our write (C6), and the version that the service answered has that
   * edit in it; or an item made again has what was edited before its record was deleted (F6). The next plan sees an edit.
   */
  private hasMore(
    write: Extract<Write, { kind: 'create-item' | 'update-item' }>,
    item: Item,
    left: ReadonlySet<FieldName>,
  ): boolean {
    const { itemNow } = this.plan;
    if (write.kind === 'create-item' ? !write.restore : Object.keys(itemNow).length === 0) return false;
    return this.rules.some((rule) => {
      const { field, slot } = rule;
      const isWritten = !left.has(field) && (field in write.values || field in write.slots);
      if (rule.direction === 'off' || isWritten) return false;
      if (item.unread?.includes(field) === true) return false;
      const seen = itemNow[field];
      const text = typeof seen === 'string' ? seen : undefined;
      const present =
        slot === undefined
          ? item.fields[field]
          : readSlot(rule, item.slots[field] ?? [], text, this.base.extras[field] ?? []).value;
      return !sameValue(rule, present, seen);
    });
  }

  /** J1: the base goes back when all is back, but for what a side refused: until then the next session sees what is left to do. */
  private baseNow(): Base {
    const { undoes } = this.plan;
    if (undoes === undefined || !this.complete) return this.base;
    const { item, record } = this.base;
    return [...this.leftOut].reduce<Base>(
      (base, field) => ({
        ...base,
        item: withValue(base.item, field, item[field]),
        record: withValue(base.record, field, record[field]),
      }),
      undoes.base,
    );
  }

  /** D2: a delete that is still to come holds only as long as the record is as it was; whatever else is not in step is looked at again. */
  private recordVersionKept(): Link['recordVersion'] {
    const { writes, undoes, link } = this.plan;
    const deletes = undoes === undefined && writes.some((write) => write.kind === 'delete-record');
    return deletes && !this.recordWritten ? link.recordVersion : '';
  }

  /** C2: it is there as soon as its losing value is gone, whatever becomes of the contact's other writes. */
  private conflictNow(now: string): Link['conflict'] {
    const settled = this.plan.conflicts.filter(({ field }) => this.settledFields.has(field));
    const { conflict } = this.plan.link;
    if (settled.length === 0) return conflict;
    // Of an earlier one that nobody has looked at, the other fields stay open.
    const earlier = (conflict?.fields ?? []).filter(({ field }) => !settled.some((one) => one.field === field));
    return {
      at: now,
      fields: [...settled.map(({ field, kept, lost, lostSide }) => ({ field, kept, lost, lostSide })), ...earlier],
    };
  }

  /** C5, P5: a try that was refused is over, else every session would be asked for one more; what must not be left half done goes on. */
  private requestNow(): Link['request'] {
    const { undoes, link } = this.plan;
    if (link.request?.kind === 'fill-in') {
      if (this.filledIn) return link.request.then;
      return this.tried && this.itemId !== null ? null : link.request;
    }
    if (this.complete && undoes === undefined) return null;
    switch (link.request?.kind) {
      case 'retry':
      case 'create-new':
      case 'join':
      case 'put-back':
      case 'resume':
        return this.tried ? null : link.request;
      case 'stop':
      case 'remove':
      case undefined:
        return link.request;
    }
  }

  private refuse(failure: Failure, choices?: readonly Choice[]): void {
    const fields = (failure.fields ?? []).map((entry) => entry.field as FieldName);
    const named = failure.fields?.[0];
    this.problem = {
      ...(choices === undefined ? {} : { choices }),
      reason: {
        code: failure.code,
        params: { message: named?.message ?? failure.message, ...(named === undefined ? {} : { field: named.field }) },
      },
      fields: [...new Set([...(this.problem?.fields ?? []), ...fields])],
    };
  }

  settled({ now, settingsVersion }: { readonly now: string; readonly settingsVersion: string }): Settled {
    const { plan, problem } = this;
    const { becomes } = plan;
    if (becomes.state === 'ended' && this.complete) return { link: null, refused: false };
    const clean = this.complete && problem === null && !this.filledIn;
    const earlier = plan.link.refusal;
    // C5: what this plan was not about stays refused as it was, with the versions and the time of its last try.
    const untouched = plan.writes.length === 0 && earlier !== null && problem?.reason === earlier.reason;
    const refusal: Refusal | null = untouched
      ? earlier
      : problem === null
        ? null
        : { ...problem, itemVersion: this.itemVersion, recordVersion: this.recordVersion, settingsVersion, at: now };
    const repeated =
      refusal !== null && plan.link.refusal !== null && refusal.reason.code === plan.link.refusal.reason.code;
    // What is not in step is looked at again by the next session, whatever the feeds say then.
    const itemVersion = clean && plan.undoes === undefined ? this.itemVersion : '';
    const state =
      becomes.state === 'ended' || this.isOutside
        ? plan.link.state
        : this.recordId === null || this.itemId === null
          ? waitingOr(becomes.state, this.complete, this.recordId, this.itemId)
          : becomes.state;
    const link: Link = {
      ...plan.link,
      ...plan.show,
      itemId: this.itemId,
      recordId: this.isOutside ? plan.link.recordId : this.recordId,
      itemVersion,
      recordVersion:
        clean && plan.undoes === undefined && !this.recordWritten ? this.recordVersion : this.recordVersionKept(),
      origin: becomes.origin ?? plan.link.origin,
      state,
      inView: becomes.inView,
      base: this.baseNow(),
      keyIntent: this.keyIntent,
      refusal: problem === null && !this.complete ? plan.link.refusal : refusal,
      request: this.requestNow(),
      conflict: this.conflictNow(now),
      syncedAt: clean && state === 'linked' ? now : plan.link.syncedAt,
    };
    // That a pair is stopped is what the person asked for, and no refusal.
    return { link, refused: refusal !== null && !repeated && state !== 'stopped' };
  }
}

/** A contact that has only one side yet waits; a stopped one stays stopped whatever sides it has. */
function waitingOr(
  state: Link['state'] | 'ended',
  complete: boolean,
  recordId: string | null,
  itemId: string | null,
): Link['state'] {
  if (state === 'stopped' || state === 'ended') return 'stopped';
  if (recordId !== null && itemId === null && complete) return 'linked';
  return 'waiting';
}
