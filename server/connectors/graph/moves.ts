import type { ItemDraft, KeptItem } from '../mailbox.ts';
import type { FieldName, FolderId, HiddenKey, Item, ItemHead, ItemId } from '../../model/contact.ts';
import { FailureError, type Failure, type Outcome } from '../../model/failure.ts';
import { MISSING_PART, type GraphClient } from './client.ts';
import { keyProperties, normalId } from './hidden-key.ts';
import { versionOf, type GraphMapping } from './mapping.ts';
import { isShallow, isWire, notUnderstood, type Wire } from './shape.ts';
import { asWhole, copyBody, extendedOf, missingIn, restoredBody, wholeExpands, type WholeItem } from './whole-item.ts';
import type { Writes } from './writes.ts';

const refusal = (kind: Failure['kind'], code: string, message: string): { ok: false; failure: Failure } => ({
  ok: false,
  failure: { kind, code, message },
});

/** What needs an item whole: moving (Graph has no move for contacts, U8), keeping what is deleted (J1), and making it again (F6). */
export class Moves {
  private readonly client: GraphClient;
  private readonly mapping: GraphMapping;
  private readonly writes: Writes;
  private readonly expands: readonly string[];

  constructor(client: GraphClient, mapping: GraphMapping, writes: Writes) {
    this.client = client;
    this.mapping = mapping;
    this.writes = writes;
    this.expands = wholeExpands(mapping.extendedFields.map((field) => mapping.extendedId(field)));
  }

  /** Copies, verifies, and only then removes the original. A copy that is not whole, or whose original changed meanwhile, is taken away again. */
  async move(head: ItemHead, to: FolderId, key: HiddenKey | null): Promise<Outcome<Item>> {
    const [original] = await this.whole([head.id]);
    if (original === undefined || !original.ok) return original ?? { ok: false, failure: MISSING_PART };
    const { wire, photo } = original.value;
    // Deleting changes the folder alone: a copy would bring back what was deleted meanwhile.
    if (versionOf(wire) !== head.version || wire.parentFolderId !== head.folder)
      return refusal('stale', 'graph-changed-since', 'It changed since it was read.');
    if (extendedOf(wire).some(({ id, value }) => id.toLowerCase() === 'boolean 0xe1b' && /^true$/i.test(value)))
      return refusal('rejected', 'item-has-attachments', 'It has attachments, which cannot be copied.');
    const body = copyBody(wire);
    const copy = await this.make(to, this.keyed(body, key), photo);
    if (!copy.ok) return copy;
    try {
      return await this.replace(head, copy.value, body, photo);
    } catch (error) {
      // The copy is there: the open intent finds it by its key.
      if (error instanceof FailureError) return { ok: false, failure: { ...error.failure, maybeDone: true } };
      throw error;
    }
  }

  /** The copy for the original, once it is seen to be whole. Throws FailureError where a call did not come through. */
  private async replace(
    head: ItemHead,
    copy: Item,
    body: Record<string, unknown>,
    photo: string | undefined,
  ): Promise<Outcome<Item>> {
    const { id } = copy;
    const [made] = await this.whole([id]);
    // Only as we made it is it taken back: what a person typed into it meanwhile is kept by whoever resolves the open intent. A photo changes the version too.
    const version = made?.ok === true && photo !== undefined ? versionOf(made.value.wire) : copy.version;
    const lost = made?.ok === true ? missingIn(made.value.wire, body) : undefined;
    if (made?.ok !== true || lost !== undefined || (photo !== undefined && made.value.photo === undefined)) {
      const { failure } =
        made?.ok === false && made.failure.kind !== 'gone'
          ? made
          : refusal('rejected', 'move-not-verified', `The copy lacks ${lost ?? 'the photo'}: nothing was moved.`);
      return this.takeBack(id, version, failure);
    }
    const [removed] = await this.writes.remove([{ id: head.id, version: head.version }]);
    if (removed?.ok === true) return { ok: true, value: this.mapping.toItem(made.value.wire, true) };
    const failure = removed?.failure ?? MISSING_PART;
    // Whether the original went is not known: the copy stays, and the open intent finds it by its key.
    if (failure.kind === 'unavailable' || failure.kind === 'throttled')
      return { ok: false, failure: { ...failure, maybeDone: true } };
    return this.takeBack(id, version, failure);
  }

  /** Removes a copy; one that could not be removed may be there, and the open intent finds it by its key. */
  private async takeBack(id: ItemId, version: string, failure: Failure): Promise<{ ok: false; failure: Failure }> {
    const [removed] = await this.writes.remove([{ id, version }]);
    const gone = removed?.ok === true || removed?.failure.kind === 'gone';
    return { ok: false, failure: gone ? failure : { ...failure, maybeDone: true } };
  }

  async keep(ids: readonly ItemId[]): Promise<Outcome<KeptItem>[]> {
    return (await this.whole(ids)).map((outcome) =>
      outcome.ok
        ? {
            ok: true,
            value: {
              service: 'graph',
              folder: this.mapping.toItem(outcome.value.wire, true).folder,
              content: outcome.value,
            },
          }
        : outcome,
    );
  }

  async restore(kept: KeptItem, draft: ItemDraft): Promise<Outcome<Item>> {
    const { wire, photo } = asWhole(kept);
    const made = await this.make(
      draft.folder,
      restoredBody(this.without(wire, draft.emptied ?? []), this.writes.draftBody(draft), draft),
      photo,
    );
    if (!made.ok) return made;
    const [whole] = await this.whole([made.value.id]);
    return whole?.ok === true ? { ok: true, value: this.mapping.toItem(whole.value.wire, true) } : made;
  }

  /** Of several entries the first is the one in step. */
  private without(wire: Wire, fields: readonly FieldName[]): Wire {
    const rest: Record<string, unknown> = { ...wire };
    for (const place of fields.flatMap((field) => this.mapping.placeOf(field) ?? [])) {
      if ('extended' in place) {
        const id = normalId(place.extended);
        rest.singleValueExtendedProperties = extendedOf(rest).filter((one) => normalId(one.id) !== id);
      } else {
        const value = rest[place.property];
        rest[place.property] = Array.isArray(value) ? value.slice(1) : null;
      }
    }
    return rest;
  }

  private keyed(body: Record<string, unknown>, key: HiddenKey | null): object {
    if (key === null) return body;
    const extended = (body.singleValueExtendedProperties ?? []) as object[];
    return { ...body, singleValueExtendedProperties: [...extended, ...keyProperties(key)] };
  }

  /** A new item with its photo. From the moment it is asked for, it may exist: failures say so. */
  private async make(folder: FolderId, body: object, photo: string | undefined): Promise<Outcome<Item>> {
    let wire: Wire;
    try {
      wire = await this.writes.post(folder, body);
    } catch (error) {
      if (error instanceof FailureError) return { ok: false, failure: error.failure };
      throw error;
    }
    if (photo !== undefined) {
      try {
        await this.client.putBytes(
          `/contacts/${encodeURIComponent(String(wire.id))}/photo/$value`,
          Buffer.from(photo, 'base64'),
        );
      } catch (error) {
        if (!(error instanceof FailureError)) throw error;
        // Refused, the item is whole but for the photo; the caller sees that. Otherwise the open intent finds it by its key.
        if (error.failure.kind !== 'rejected') return { ok: false, failure: { ...error.failure, maybeDone: true } };
      }
    }
    try {
      return { ok: true, value: this.mapping.toItem(wire, true) };
    } catch (error) {
      if (error instanceof FailureError) return { ok: false, failure: { ...error.failure, maybeDone: true } };
      throw error;
    }
  }

  /** Everything that can be read of these items: all properties, those that Graph has no name for, and the photo. */
  private async whole(ids: readonly ItemId[]): Promise<Outcome<WholeItem>[]> {
    const perItem = this.expands.length + 1;
    const answers = await this.client.batch(
      ids.flatMap((id) => {
        const path = `/contacts/${encodeURIComponent(id)}`;
        return [
          ...this.expands.map((expand) => ({ method: 'GET' as const, path: `${path}?$expand=${expand}` })),
          { method: 'GET' as const, path: `${path}/photo/$value` },
        ];
      }),
    );
    return ids.map((_id, at): Outcome<WholeItem> => {
      const own = answers.slice(at * perItem, (at + 1) * perItem);
      const parts: Wire[] = [];
      for (const answer of own.slice(0, -1)) {
        if (!answer.ok) return answer;
        // What cannot be walked cannot be compared, nor kept.
        if (!isWire(answer.body) || !isShallow(answer.body))
          return { ok: false, failure: notUnderstood('a contact').failure };
        parts.push(answer.body);
      }
      const [first] = parts;
      const picture = own.at(-1);
      if (first === undefined || picture === undefined) return { ok: false, failure: MISSING_PART };
      if (!picture.ok && picture.failure.kind !== 'gone') return picture;
      const extended = parts.flatMap((part) => extendedOf(part));
      const photo = picture.ok && typeof picture.body === 'string' ? picture.body : undefined;
      return {
        ok: true,
        value: {
          wire: { ...first, singleValueExtendedProperties: extended },
          ...(photo === undefined ? {} : { photo }),
        },
      };
    });
  }
}
