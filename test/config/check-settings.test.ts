import { expect, it } from 'vitest';
import { checkSettings } from '../../server/check-settings.ts';
import { parseSettings } from '../../server/settings-file.ts';
import { connectorsTo } from '../support/connectors-to.ts';
import { freshEachTest } from '../support/each-test.ts';
import type { Simulated } from '../support/simulated.ts';

let one: Simulated;
freshEachTest((simulated) => (one = simulated));

/** As at the start of the server, with the lines of a settings file. */
function check(...lines: readonly string[]) {
  const file = parseSettings(lines.join('\n'), 'settings.yaml');
  return checkSettings(file, connectorsTo(one.info, file.settings), { username: one.ada.email });
}

it('[A4] a mapping and a default that the org does not take refuse the settings, all at once and with their lines', async () => {
  const settings = ['mappings:', '  - { outlook: spouseName, salesforce: Spouse__c }', 'defaults: { None__c: x }'];
  await expect(check(...settings)).rejects.toMatchObject({
    problems: [
      'settings.yaml:2: Spouse__c: The Contact has no field Spouse__c that this person can read.',
      'settings.yaml:3: None__c: The Contact has no field None__c that this person can read.',
    ],
  });
});

it('[A4] an Account that the person asked for cannot read is a doubt with its line, since others may see it', async () => {
  const known = await one.putRecord({ Name: 'Acme' }, 'Account');
  const settings = ['account:', `  always: ${known}`, '  fallback: 001000000000999AAA'];
  expect(await check(...settings)).toEqual({
    doubts: ['settings.yaml:3: 001000000000999AAA: this person can read no Account with this id.'],
  });
});

it('[A4] [A6] a person account takes no contacts, and refuses the settings', async () => {
  await one.control('POST', 'salesforce/org', { personAccounts: true });
  const person = await one.putRecord({ FirstName: 'Ann', LastName: 'Lee' }, 'Account');
  await expect(check(`account: { always: ${person} }`)).rejects.toMatchObject({
    problems: [`settings.yaml:1: ${person}: it is a person account, which has no contacts.`],
  });
});

it('[A4] what cannot be asked is said, and the settings hold', async () => {
  await one.fault('salesforce', { kind: 'status', status: 503 }, {}, 50);
  expect(await check('account: { always: 001000000000999AAA }')).toEqual({
    doubts: [],
    unchecked: 'crm-unavailable',
  });
});
