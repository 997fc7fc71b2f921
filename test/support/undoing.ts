import { expect } from 'vitest';
import { NOTHING, type Simulated } from './simulated.ts';

export const ANN = { FirstName: 'Ann', LastName: 'Lee', Email: 'ann@acme.example' };
export const CARD = {
  givenName: 'Ann',
  surname: 'Lee',
  emailAddresses: [{ address: 'ann@acme.example', name: 'Ann' }],
};

/** What the tests of undo do again and again; `now` gives the world that the running test has. */
export function undoing(now: () => Simulated) {
  async function pair(fields: object = ANN): Promise<{ readonly item: string; readonly record: string }> {
    const record = await now().putRecord(fields);
    await now().sync();
    const [item] = await now().items();
    return { item: item?.id ?? '', record };
  }
  const quiet = async () => {
    await now().sync();
    expect(await now().sync()).toEqual(NOTHING);
  };
  const undo = async (sessionId?: string) => {
    const session = await now().run({ kind: 'undo-session', sessionId: sessionId ?? (await now().lastSession()) });
    expect(session.state, JSON.stringify(session.reason)).toBe('done');
    return session;
  };
  const kept = async (sessionId: string) =>
    (await now().store.journal.notes(now().memory.id, sessionId, 100)).map(({ contact, fields, payload }) => ({
      name: contact.name,
      field: fields[0]?.field,
      now: fields[0]?.after,
      why: (payload as { why: string }).why,
    }));
  const link = async () => (await now().links())[0];
  const withPhoto = (id: string) => now().ada.outlook('PUT', `/contacts/${id}/photo/$value`, Buffer.from('a picture'));
  const photo = async (id: string) => String(await now().ada.outlook('GET', `/contacts/${id}/photo/$value`));
  const elsewhere = () => now().itemsIn('contacts');
  return { pair, quiet, undo, kept, link, withPhoto, photo, elsewhere };
}
