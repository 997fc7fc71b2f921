import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { NOTHING, Simulated } from './simulated.ts';

/** The simulated services for the tests of a file: started once, and before each test one mailbox and an org in which nothing is. */
export function freshEachTest(
  give: (one: Simulated) => void,
  before: (one: Simulated) => Promise<unknown> = (one) => one.fresh(),
): void {
  let one: Simulated;
  beforeAll(async () => {
    one = await Simulated.start();
    give(one);
  });
  afterAll(() => one.stop());
  beforeEach(async () => {
    await before(one);
  });
}

/** Before each test, with `freshEachTest`: the first session is done, there is a folder and nothing in it. */
export async function afterFirstSession(one: Simulated): Promise<void> {
  await one.fresh();
  await one.sync();
}

/** Ann as Salesforce has her. */
export const ANN = { FirstName: 'Ann', LastName: 'Lee', Email: 'ann@acme.example' };

/** Ann as Outlook has her. */
export const CARD = {
  givenName: 'Ann',
  surname: 'Lee',
  emailAddresses: [{ address: 'ann@acme.example', name: 'Ann' }],
};

/** Ann, from Salesforce and in step. */
export async function annInStep(
  one: Simulated,
  fields: object = {},
): Promise<{ readonly item: string; readonly record: string }> {
  const record = await one.putRecord({ ...ANN, ...fields });
  await one.sync();
  const [item] = await one.items();
  return { item: item?.id ?? '', record };
}

/** Nothing is left to do: the next session writes to neither side. */
export async function isQuiet(one: Simulated): Promise<void> {
  expect(await one.sync()).toEqual(NOTHING);
}
