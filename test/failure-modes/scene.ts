import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { NOTHING, Simulated, type WireContact, type WireRecord } from '../support/simulated.ts';

export const ANN = { FirstName: 'Ann', LastName: 'Lee', Email: 'ann@acme.example' };
/** The same person as a card in Outlook. */
export const ANNS_CARD = {
  givenName: 'Ann',
  surname: 'Lee',
  emailAddresses: [{ address: 'ann@acme.example', name: 'Ann Lee' }],
};

/** One person's mailbox and org, empty before each test, and the words in which the stories are told. */
export class Scene {
  one!: Simulated;

  constructor() {
    beforeAll(async () => {
      this.one = await Simulated.start();
    });
    afterAll(() => this.one.stop());
    beforeEach(() => this.one.fresh());
  }

  /** Somebody of Salesforce who is in Outlook too. */
  async pair(fields: object = {}): Promise<{ readonly item: string; readonly record: string }> {
    const record = await this.one.putRecord({ ...ANN, ...fields });
    await this.one.sync();
    const wanted = { ...ANN, ...fields }.LastName;
    const item = (await this.one.items()).find(({ surname }) => surname === wanted);
    return { item: item?.id ?? '', record };
  }

  /** So many records, `Number 0` and so on. */
  async crowd(count: number): Promise<string[]> {
    const records = Array.from({ length: count }, (_, n) => ({
      attributes: { type: 'Contact' },
      LastName: `Number ${n}`,
      Email: `number${n}@acme.example`,
    }));
    const made = await this.one.ada.salesforce<{ id: string }[]>('POST', '/composite/sobjects', { records });
    return made.map(({ id }) => id);
  }

  /** So many cards for people of the same names. */
  async cards(count: number, folder?: string): Promise<void> {
    const into = folder ?? (await this.one.folder());
    for (let at = 0; at < count; at += 20)
      await this.one.batch(
        Array.from({ length: Math.min(20, count - at) }, (_, n) => ({
          id: String(n),
          method: 'POST',
          url: `/me/contactFolders/${into}/contacts`,
          headers: { 'Content-Type': 'application/json' },
          body: {
            surname: `Number ${at + n}`,
            emailAddresses: [{ address: `number${at + n}@acme.example`, name: `Number ${at + n}` }],
          },
        })),
      );
  }

  async card(id: string): Promise<WireContact> {
    const found = await this.one.item(id);
    if (found === undefined) throw new Error(`There is no card ${id}.`);
    return found;
  }

  async record(id: string, fields: string): Promise<WireRecord | undefined> {
    return (await this.one.ben.query<WireRecord>(`SELECT Id, ${fields} FROM Contact WHERE Id = '${id}'`))[0];
  }

  /** How many cards are in the folder, and how many live records. */
  async counts(): Promise<readonly [number, number]> {
    return [(await this.one.items()).length, (await this.one.records()).length];
  }

  /** That a connection was cut since the calls were last forgotten: the fault that a story is about has struck. */
  async wasCut(...services: readonly ('graph' | 'salesforce')[]): Promise<void> {
    for (const service of services)
      expect((await this.one.calls(service)).filter(({ status }) => status === 0).length, service).toBeGreaterThan(0);
    await this.one.control('DELETE', 'calls');
  }

  /** J4: the session after writes nothing. */
  async quiet(): Promise<void> {
    expect(await this.one.sync()).toEqual(NOTHING);
  }

  /** A day later all is listed anew. */
  async nextDay(): Promise<void> {
    this.one.later += 25 * 3_600_000;
    await this.one.run();
  }
}
