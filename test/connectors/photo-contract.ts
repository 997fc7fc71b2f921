import { expect, it } from 'vitest';
import type { Mailbox } from '../../server/connectors/mailbox.ts';
import type { FieldMap, ItemHead } from '../../server/model/contact.ts';
import { MOST_PHOTO_BYTES } from '../../server/connectors/photo.ts';
import { NO_PICTURES, PICTURES } from '../support/pictures.ts';
import { done } from './crm-contract.ts';

/** As much of a mailbox's owner as it takes. */
interface Owner {
  readonly contacts: string;
  put(fields: FieldMap, at: { readonly folder: string }): Promise<string>;
  givePhoto(id: string, bytes: Buffer): Promise<void>;
  deleteForGood(id: string): Promise<void>;
}

const key = (intent: string) => ({ org: '00D1', mailbox: 'ada@contoso.example', intent, record: '0031' });

/** The part of a Mailbox's contract that is about photos. */
export function photoContract(at: () => { person: Owner; mailbox: Mailbox; folder: string }): void {
  const withPhoto = async (bytes: Buffer) => {
    const { person, folder } = at();
    const id = await person.put({ lastName: 'Pictured' }, { folder });
    await person.givePhoto(id, bytes);
    return id;
  };

  it('gives a photo as it is, its type by its first bytes', async () => {
    for (const [type, bytes] of Object.entries(PICTURES)) {
      const photo = await at().mailbox.photo(await withPhoto(bytes));
      expect([type, photo?.type, Buffer.from(photo?.bytes ?? []).equals(bytes)]).toEqual([type, type, true]);
    }
    const most = Buffer.concat([PICTURES['image/png'], Buffer.alloc(MOST_PHOTO_BYTES)]).subarray(0, MOST_PHOTO_BYTES);
    expect((await at().mailbox.photo(await withPhoto(most)))?.bytes.length).toBe(MOST_PHOTO_BYTES);
  });

  it('gives none where there is none, no picture, too much of one, or no item', async () => {
    const { person, mailbox, folder } = at();
    expect(await mailbox.photo(await person.put({ lastName: 'Plain' }, { folder }))).toBeUndefined();
    for (const [what, bytes] of Object.entries(NO_PICTURES))
      expect([what, await mailbox.photo(await withPhoto(bytes))]).toEqual([what, undefined]);
    const lost = await withPhoto(PICTURES['image/png']);
    await person.deleteForGood(lost);
    expect(await mailbox.photo(lost)).toBeUndefined();
  });

  it('[U8] [J1] a photo goes along where an item is moved, and comes back where it is restored', async () => {
    const { person, mailbox, folder } = at();
    const id = await person.put({ lastName: 'Moved' }, { folder: person.contacts });
    await person.givePhoto(id, PICTURES['image/jpeg']);
    const moved = done(await mailbox.move(await headOf(mailbox, id), folder, key('moved-with-photo')));
    expect((await mailbox.photo(moved.id))?.type).toBe('image/jpeg');
    const kept = done((await mailbox.keep([moved.id]))[0]);
    const draft = { folder, fields: { lastName: 'Moved' }, slots: {}, categories: [], key: key('restored-with-photo') };
    const restored = done(await mailbox.restore(kept, draft));
    expect((await mailbox.photo(restored.id))?.type).toBe('image/jpeg');
  });
}

async function headOf(mailbox: Mailbox, id: string): Promise<ItemHead> {
  for await (const chunk of mailbox.read([id], 'place'))
    for (const sighting of chunk) if (sighting.state === 'present') return sighting.item;
  throw new Error(`${id} is not there.`);
}
