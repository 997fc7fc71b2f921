import { describe, expect, it } from 'vitest';
import { freshEachTest } from '../support/each-test.ts';
import type { Simulated } from '../support/simulated.ts';

let one: Simulated;
freshEachTest((simulated) => (one = simulated));

describe('an org that changes, through the simulators', () => {
  it('[A6] [P3] [C5] what changes in the org between two sessions is known in the next: person accounts, picklists, our field', async () => {
    const folder = async () => {
      await one.sync();
      return one.folder();
    };
    const card = (surname: string, more: object = {}) => ({
      surname,
      emailAddresses: [{ address: `${surname}@acme.example`, name: surname }],
      ...more,
    });
    const id = await folder();
    const change = async (org: object) => {
      await one.control('POST', 'clock', { advanceSeconds: 60 });
      await one.control('POST', 'salesforce/org', org);
    };
    await change({ externalIdField: false });
    await one.putItem(card('keyless'), id);
    expect(await one.sync()).toMatchObject({ recordsCreated: 1 });
    await change({ externalIdField: true, statePicklists: true });
    await one.putItem(card('stated', { businessAddress: { state: 'WA', countryOrRegion: 'US' } }), id);
    expect(await one.sync()).toMatchObject({ recordsCreated: 1, refused: 0 });
    expect(await one.records('MailingStateCode, Email')).toMatchObject([{}, { MailingStateCode: 'WA' }]);
    await change({ statePicklists: false, personAccounts: true });
    await one.ada.salesforce('POST', '/sobjects/Account', { LastName: 'Solo', PersonEmail: 'solo@acme.example' });
    await one.sync();
    const solo = (await one.items()).find(({ surname }) => surname === 'Solo');
    await one.editItem(solo?.id ?? '', { jobTitle: 'Own boss' });
    expect(await one.sync()).toMatchObject({ recordsUpdated: 1, refused: 0 });
  });
});
