import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChangePage, ItemSighting, Mailbox } from '../../server/connectors/mailbox.ts';
import type { FieldMap, HiddenKey, Item } from '../../server/model/contact.ts';
import { FailureError } from '../../server/model/failure.ts';
import { done } from './crm-contract.ts';
import { photoContract } from './photo-contract.ts';

/** A mailbox as its owner and Outlook act on it, behind the back of the Mailbox under test. */
export interface ContractMailbox {
  open(): Mailbox;
  /** The default Contacts folder. */
  readonly contacts: string;
  /** Feeds tell changes again, or a move one round late; without it each once and at once. */
  readonly feedsLoosely?: boolean;
  /** Without it the master category list can be written. */
  readonly categoriesForbidden?: boolean;
  put(fields: FieldMap, at: { readonly folder: string; readonly categories?: readonly string[] }): Promise<string>;
  edit(id: string, fields: FieldMap): Promise<void>;
  /** A drag: the id stays. `bin`: to Deleted Items. */
  move(id: string, folder: string | 'bin'): Promise<void>;
  copy(id: string, folder: string): Promise<string>;
  deleteForGood(id: string): Promise<void>;
  givePhoto(id: string, bytes: Buffer): Promise<void>;
  deleteFolder(id: string): Promise<void>;
  loseCursors(): Promise<void>;
  stop(): Promise<void>;
}

const key = (intent: string): HiddenKey => ({ org: '00D1', mailbox: 'ada@contoso.example', intent, record: '0031' });

/** What every Mailbox must do (server/connectors/mailbox.ts), whatever stands behind it. */
export function mailboxContract(name: string, start: () => Promise<ContractMailbox>): void {
  describe(`${name} as a Mailbox`, () => {
    let person: ContractMailbox;
    let mailbox: Mailbox;
    let folder: string;
    let made = 0;
    beforeAll(async () => {
      person = await start();
      mailbox = person.open();
      folder = (await mailbox.createFolder('Salesforce Contacts')).id;
      await mailbox.folders(folder, []);
    });
    afterAll(() => person.stop());

    const draft = (fields: FieldMap, intent = `intent-${++made}`) => ({
      folder,
      fields,
      slots: Object.fromEntries(
        (['email', 'phone', 'homePhone'] as const).flatMap((field) =>
          fields[field] === undefined ? [] : [[field, [{ value: String(fields[field]) }]]],
        ),
      ),
      categories: ['Salesforce'],
      key: key(intent),
    });
    const create = async (fields: FieldMap, intent?: string) =>
      done((await mailbox.create([draft(fields, intent)]))[0]);
    const sight = async (id: string): Promise<ItemSighting> => {
      for await (const chunk of mailbox.read([id], 'all')) for (const sighting of chunk) return sighting;
      throw new Error('nothing was answered');
    };
    const item = async (id: string): Promise<Item> => {
      const seen = await sight(id);
      if (seen.state === 'present' && 'complete' in seen.item) return seen.item;
      throw new Error(`${id} is ${seen.state}`);
    };
    const feed = async (at: string, detail: 'place' | 'fields', cursor?: string) => {
      const all = { items: [] as ChangePage['items'][number][], removed: [] as string[], cursor: '' };
      for await (const page of mailbox.changes(at, detail, cursor)) {
        all.items.push(...page.items);
        all.removed.push(...page.removed);
        all.cursor = page.cursor ?? all.cursor;
      }
      return all;
    };

    it('[S5] knows the folder by its id, whatever it is called, and tells it from what lies elsewhere', async () => {
      const tree = await mailbox.folders(folder, ['Another name']);
      expect(tree.folder).toMatchObject({ state: 'present', id: folder });
      expect(tree.inside.map(({ id }) => id)).toEqual([folder]);
      expect(tree.elsewhere.map(({ id }) => id)).toEqual([person.contacts]);
      expect((await mailbox.folders(undefined, ['salesforce contacts'])).folder).toMatchObject({ id: folder });
      expect((await mailbox.folders(undefined, ['No such folder'])).folder).toEqual({ state: 'missing' });
    });

    it('gives a folder back that exists under that name already', async () => {
      expect((await mailbox.createFolder('Salesforce Contacts')).id).toBe(folder);
    });

    it('[S5] says that a folder lies under Deleted Items', async () => {
      const other = await mailbox.createFolder('Short-lived');
      await person.deleteFolder(other.id);
      expect((await mailbox.folders(other.id, [])).folder.state).not.toBe('present');
      await mailbox.folders(folder, []);
    });

    it('[S1] makes the categories, twice without harm', async () => {
      const answer = person.categoriesForbidden === true ? 'no-permission' : 'present';
      expect(await mailbox.ensureCategories(['Salesforce'])).toBe(answer);
      expect(await mailbox.ensureCategories(['Salesforce', 'Salesforce: needs attention'])).toBe(answer);
    });

    it('creates items whole: fields, category, key, and in the order asked', async () => {
      const fields: FieldMap = {
        firstName: 'Zoë',
        lastName: 'Öztürk-李',
        email: 'zoe@acme.example',
        phone: '+49 30 1234567',
        otherPhone: '+49 30 7654321',
        fax: '+49 30 999',
        assistantPhone: '12',
        birthdate: '1980-02-29',
        notes: 'one\ntwo\n\nthree',
        mailingAddress: { street: 'Weg 1\nHof', city: 'Bonn', state: '', postalCode: '53111', country: 'Germany' },
      };
      const [first, second] = await mailbox.create([draft(fields), draft({ lastName: 'Second' })]);
      const written = done(first);
      expect(done(second).fields.lastName).toBe('Second');
      const read = await item(written.id);
      expect(read.fields).toEqual(fields);
      expect(read).toMatchObject({ folder, categories: ['Salesforce'], private: false, key: key('intent-1') });
      expect(read.version).toBe(written.version);
      expect(read.displayName).toBe('Zoë Öztürk-李');
    });

    it('[C6] updates only what it names, and only at the version seen', async () => {
      const { id, version, categories } = await create({ firstName: 'Ann', lastName: 'Lee', notes: 'kept' });
      const change = { id, version, categories, fields: { firstName: 'Anna', title: 'Dr' } };
      const after = done((await mailbox.update([change]))[0]);
      expect((await item(id)).fields).toEqual({ firstName: 'Anna', lastName: 'Lee', notes: 'kept', title: 'Dr' });
      expect(after.version).not.toBe(version);
      const [late] = await mailbox.update([{ ...change, fields: { firstName: 'Late' } }]);
      expect(late).toMatchObject({ ok: false, failure: { kind: 'stale' } });
      expect((await item(id)).fields.firstName).toBe('Anna');
      const cleared = { id, version: after.version, categories, fields: { notes: null } };
      expect(done((await mailbox.update([cleared]))[0]).fields.notes).toBeUndefined();
    });

    it('[C4] adds and takes off categories of ours, and leaves the others', async () => {
      const id = await person.put({ lastName: 'Many' }, { folder, categories: ['Red category', 'Family'] });
      const { version, categories } = await item(id);
      const added = done((await mailbox.update([{ id, version, categories, addCategories: ['Salesforce'] }]))[0]);
      expect([...added.categories].sort()).toEqual(['Family', 'Red category', 'Salesforce']);
      const removal = { id, version: added.version, categories: added.categories, removeCategories: ['salesforce'] };
      expect([...done((await mailbox.update([removal]))[0]).categories].sort()).toEqual(['Family', 'Red category']);
    });

    it('[U5] takes the key off and puts it on', async () => {
      const { id, version, categories } = await create({ lastName: 'Keyed' });
      const off = done((await mailbox.update([{ id, version, categories, key: null }]))[0]);
      expect((await item(id)).key).toBeUndefined();
      await mailbox.update([{ id, version: off.version, categories, key: key('again') }]);
      expect((await item(id)).key).toEqual(key('again'));
    });

    it('[P3] finds items by their key, in the folders named and nowhere else', async () => {
      const { id } = await create({ lastName: 'Found' }, 'to-be-found');
      const copy = await person.copy(id, person.contacts);
      const inside = await mailbox.findByKeys([key('to-be-found'), key('nobody')], [folder]);
      expect(inside.map((found) => found.item.id)).toEqual([id]);
      expect(inside[0]?.key).toEqual(key('to-be-found'));
      const both = await mailbox.findByKeys([key('to-be-found')], [folder, person.contacts]);
      expect(both.map((found) => found.item.id).sort()).toEqual([id, copy].sort());
    });

    it('[D4] says where an item is: present, under Deleted Items, or gone', async () => {
      const { id, version } = await create({ lastName: 'Wanderer' });
      await person.move(id, person.contacts);
      expect(await sight(id)).toMatchObject({ state: 'present', item: { folder: person.contacts } });
      await person.move(id, 'bin');
      expect((await sight(id)).state).toBe('deleted');
      await person.deleteForGood(id);
      expect((await sight(id)).state).toBe('gone');
      expect((await mailbox.remove([{ id, version }]))[0]).toMatchObject({ ok: false, failure: { kind: 'gone' } });
    });

    it('[D4] reads hundreds by id, each once, and says which are gone', async () => {
      const drafts = Array.from({ length: 130 }, (_, n) =>
        draft({ lastName: `Many ${n}`, notes: n % 3 === 0 ? `n ${n}` : 'x' }),
      );
      const ids = (await mailbox.create(drafts)).map((outcome) => done(outcome).id);
      const [lost = ''] = ids;
      await person.deleteForGood(lost);
      const seen = new Map<string, ItemSighting>();
      for await (const chunk of mailbox.read(ids, 'all')) {
        expect(chunk.length).toBeLessThanOrEqual(500);
        for (const sighting of chunk) {
          expect(seen.has(sighting.id)).toBe(false);
          seen.set(sighting.id, sighting);
        }
      }
      expect(seen.size).toBe(ids.length);
      expect(seen.get(lost)?.state).toBe('gone');
      const third = seen.get(ids[3] ?? '');
      expect(third?.state === 'present' && 'fields' in third.item && third.item.fields.notes).toBe('n 3');
    });

    it('[D1] removes to Deleted Items, guarded by the version', async () => {
      const { id, version } = await create({ lastName: 'Removed' });
      await person.edit(id, { lastName: 'Edited' });
      expect((await mailbox.remove([{ id, version }]))[0]).toMatchObject({ ok: false, failure: { kind: 'stale' } });
      const now = (await item(id)).version;
      expect((await mailbox.remove([{ id, version: now }]))[0]).toEqual({ ok: true, value: null });
      expect((await sight(id)).state).toBe('deleted');
    });

    it('feeds what came, changed and left since the cursor', async () => {
      const stays = await create({ lastName: 'Stays' });
      const leaves = await create({ lastName: 'Leaves' });
      const first = await feed(folder, 'fields');
      expect(first.items.map(({ id }) => id)).toEqual(expect.arrayContaining([stays.id, leaves.id]));
      await person.edit(stays.id, { lastName: 'Changed' });
      await person.move(leaves.id, person.contacts);
      const came = await person.put({ lastName: 'Came' }, { folder });
      const next = await feed(folder, 'fields', first.cursor);
      const rounds = [next];
      for (let last = next; last.items.length + last.removed.length > 0 && rounds.length < 6; rounds.push(last))
        last = await feed(folder, 'fields', last.cursor);
      expect(rounds.at(-1)).toMatchObject({ items: [], removed: [] });
      if (person.feedsLoosely === true) {
        const told = rounds.flatMap(({ items }) => items.map(({ id }) => id));
        expect(told).toEqual(expect.arrayContaining([stays.id, came]));
        expect(rounds.flatMap(({ removed }) => removed)).toContain(leaves.id);
        return;
      }
      expect(rounds).toHaveLength(2);
      expect(next.items.map(({ id }) => id).sort()).toEqual([stays.id, came].sort());
      expect(next.removed).toEqual([leaves.id]);
    });

    it('[C8] gives list pages as not complete', async () => {
      const { id } = await create({ lastName: 'Noted', notes: 'n'.repeat(3000) });
      const listed = (await feed(folder, 'fields')).items.find((entry) => entry.id === id);
      expect(listed).toMatchObject({ complete: false });
      expect((await item(id)).fields.notes).toBe('n'.repeat(3000));
    });

    it('[U6] elsewhere gives id, version, folder and categories, and nothing else', async () => {
      const id = await person.put({ lastName: 'Private', email: 'private@home.example' }, { folder: person.contacts });
      const found = (await feed(person.contacts, 'place')).items.find((entry) => entry.id === id);
      expect(Object.keys(found ?? {}).sort()).toEqual(['categories', 'folder', 'id', 'version']);
      expect(JSON.stringify(found)).not.toContain('Private');
    });

    it('[U6] finds by an address, wherever the item is, but not among the deleted', async () => {
      const here = await person.put({ lastName: 'A', email: "o'hara@acme.example" }, { folder: person.contacts });
      const there = await person.put({ lastName: 'B', email: "O'Hara@acme.example" }, { folder });
      const binned = await person.put({ lastName: 'C', email: "o'hara@acme.example" }, { folder });
      await person.move(binned, 'bin');
      expect((await mailbox.findByAddress("o'hara@acme.example")).map(({ id }) => id).sort()).toEqual(
        [here, there].sort(),
      );
    });

    it('[U6] finds by how a name begins, as a person would recognise it, at most as many as asked', async () => {
      const fields = { firstName: 'Quentin', lastName: "Q'Search", email: 'quentin@acme.example' };
      const one = await person.put(fields, { folder: person.contacts });
      const two = await person.put({ ...fields, firstName: 'Zoe' }, { folder });
      await person.put({ lastName: 'Else', department: "Q'Search" }, { folder: person.contacts });
      const found = await mailbox.searchByName("q's", 10);
      expect(found.map(({ id }) => id).sort()).toEqual([one, two].sort());
      expect(found.find(({ id }) => id === one)).toMatchObject({ emails: ['quentin@acme.example'] });
      expect((await mailbox.searchByName('quentin', 10)).map(({ id }) => id)).toEqual([one]);
      expect(await mailbox.searchByName("q's", 1)).toHaveLength(1);
    });

    it('says that a cursor is lost, and that a folder is gone', async () => {
      const { cursor } = await feed(folder, 'fields');
      await person.loseCursors();
      await expect(feed(folder, 'fields', cursor)).rejects.toSatisfy(
        (error) => error instanceof FailureError && error.failure.kind === 'cursor-lost',
      );
      await expect(feed(folder, 'fields')).resolves.toBeDefined();
    });

    it('[U8] moves with everything that can be read, and the original goes to Deleted Items', async () => {
      const fields: FieldMap = {
        firstName: 'Mo',
        lastName: 'Ver',
        email: 'mo@acme.example',
        notes: 'long\nnote',
        fax: '+1 5',
      };
      const id = await person.put(fields, { folder: person.contacts, categories: ['Family'] });
      const original = await item(id);
      const moved = done(await mailbox.move(original, folder, key('moved')));
      expect(moved).toMatchObject({ folder, fields, categories: ['Family'], key: key('moved') });
      expect((await item(moved.id)).fields).toEqual(fields);
      if (moved.id !== id) {
        expect((await sight(id)).state).toBe('deleted');
        const again = await mailbox.move(original, folder, key('moved'));
        expect(again.ok, 'what lies in Deleted Items is not brought back').toBe(false);
      }
      await person.edit(moved.id, { lastName: 'Meanwhile' });
      expect(await mailbox.move(moved, person.contacts, null)).toMatchObject({ ok: false, failure: { kind: 'stale' } });
    });

    it('[J1] [F6] keeps an item whole, and makes it again out of that, with newer values over it', async () => {
      const id = await person.put(
        { firstName: 'Ke', lastName: 'Pt', email: 'ke@acme.example' },
        { folder, categories: ['Family'] },
      );
      const kept = done((await mailbox.keep([id]))[0]);
      expect(kept.folder).toBe(folder);
      const { version } = await item(id);
      await mailbox.remove([{ id, version }]);
      const again = done(await mailbox.restore(kept, draft({ firstName: 'Ke', lastName: 'Pt-New' })));
      expect(again.fields).toMatchObject({ firstName: 'Ke', lastName: 'Pt-New', email: 'ke@acme.example' });
      expect([...again.categories].sort()).toEqual(['Family', 'Salesforce']);
    });

    photoContract(() => ({ person, mailbox, folder }));

    it('counts its calls', async () => {
      const before = mailbox.calls;
      await feed(folder, 'fields');
      expect(mailbox.calls).toBeGreaterThan(before);
    });
  });
}
