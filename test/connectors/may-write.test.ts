import { expect, it } from 'vitest';
import { DEFAULT_ORG_SETTINGS } from '../../server/model/settings.ts';
import { connectorsTo } from '../support/connectors-to.ts';
import { freshEachTest } from '../support/each-test.ts';
import type { Simulated } from '../support/simulated.ts';

let one: Simulated;
freshEachTest((simulated) => (one = simulated));

class NotMine extends Error {}
const mayWrite = () => Promise.reject(new NotMine());

function open() {
  const connectors = connectorsTo(one.info, DEFAULT_ORG_SETTINGS);
  const mailbox = connectors.mailboxes.graph?.open({ address: one.ada.email, mayWrite });
  if (mailbox === undefined) throw new Error('There is no connector of that service.');
  return { mailbox, crm: connectors.crm.open({ username: one.ada.email, mayWrite }) };
}

it('[J6] a mailbox that has become another worker’s is read, and nothing is written to it', async () => {
  const id = await one.putItem({ surname: 'Lee' });
  const { mailbox } = open();
  const tree = await mailbox.folders(undefined, ['Salesforce Contacts']);
  const found = [];
  for await (const chunk of mailbox.read([id], 'all')) found.push(...chunk);
  const [sighting] = found;
  if (sighting?.state !== 'present') throw new Error('The item is not there.');
  const { item } = sighting;
  const [elsewhere] = tree.elsewhere;
  if (elsewhere === undefined) throw new Error('There is no default folder.');
  const key = { org: 'o', mailbox: one.ada.email, intent: 'i' };
  const draft = { folder: elsewhere.id, fields: { lastName: 'New' }, slots: {}, categories: [], key };
  const [kept] = await mailbox.keep([id]);
  if (kept?.ok !== true) throw new Error('The item could not be kept.');
  for (const write of [
    () => mailbox.create([draft]),
    () => mailbox.update([{ ...item, fields: { lastName: 'Other' } }]),
    () => mailbox.remove([item]),
    () => mailbox.move(item, elsewhere.id, key),
    () => mailbox.restore(kept.value, draft),
    () => mailbox.createFolder('Salesforce Contacts'),
  ])
    await expect(write()).rejects.toThrow(NotMine);
  expect((await one.itemsIn('contacts')).map(({ surname }) => surname)).toEqual(['Lee']);
});

it('[J6] Salesforce likewise', async () => {
  const id = await one.putRecord({ LastName: 'Lee' });
  const { crm } = open();
  const records = [];
  for await (const page of crm.read([id], 'fields')) records.push(...page);
  const [record] = records;
  if (record === undefined) throw new Error('The record is not there.');
  const { version, ownerId } = record;
  for (const write of [
    () => crm.create([{ intent: crypto.randomUUID(), fields: { lastName: 'New' }, accountId: null, defaults: {} }]),
    () => crm.update([{ id, version, fields: { lastName: 'Other' } }]),
    () => crm.remove([{ id, version, ownerId }]),
    () => crm.undelete([id]),
  ])
    await expect(write()).rejects.toThrow(NotMine);
  expect((await one.records()).map(({ LastName }) => LastName)).toEqual(['Lee']);
});
