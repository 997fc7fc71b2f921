import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSalesforceConnector } from '../../server/connectors/salesforce/connector.ts';
import type { FieldChanges } from '../../server/model/contact.ts';
import { SALESFORCE_SWITCHES } from '../simulators/salesforce/switches.ts';
import { startSimulators } from '../simulators/kit/start.ts';
import { PersonAtWork } from '../support/person.ts';
import { crmContract } from './crm-contract.ts';
import { waysOf } from './ways.ts';

const NAMES: Readonly<Record<string, string>> = {
  firstName: 'FirstName',
  lastName: 'LastName',
  email: 'Email',
  title: 'Title',
  phone: 'Phone',
  mobilePhone: 'MobilePhone',
  notes: 'Description',
  birthdate: 'Birthdate',
  department: 'Department',
};

/** A contact as a person writes it, in Salesforce's own words. */
function wire(fields: FieldChanges): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([field, value]) => {
      const name = NAMES[field];
      if (name === undefined) throw new Error(`The suite writes ${field}: name it here.`);
      return [[name, value]];
    }),
  );
}

/** What the documents leave open: the connector works either way. */
for (const switches of waysOf(SALESFORCE_SWITCHES)) {
  const name = JSON.stringify(switches).replace(/[{}"]|salesforce-/g, '') || 'usual';
  crmContract(`Salesforce (${name})`, async () => {
    const directory = mkdtempSync(join(tmpdir(), 'cardbridge-salesforce-'));
    const { info, stop } = await startSimulators({ directory, sample: 'none' });
    const ada = new PersonAtWork(info, 'ada@contoso.example');
    const ben = new PersonAtWork(info, 'ben@contoso.example');
    await ada.control('PUT', 'switches', switches);
    const { salesforce, caFile } = info;
    const connector = () =>
      createSalesforceConnector({
        loginUrl: salesforce.loginUrl,
        apiVersion: salesforce.apiVersion.replace(/^v/, ''),
        clientId: salesforce.clientId,
        privateKey: readFileSync(salesforce.privateKeyFile, 'utf8'),
        caFile,
        externalKeyField: 'Cardbridge_Key__c',
        mappings: [],
      });
    return {
      open: () => connector().open({ username: ada.email }),
      put: async ({ fields, accountId, mine = true }) =>
        (
          await (mine ? ada : ben).salesforce<{ id: string }>('POST', '/sobjects/Contact', {
            ...wire(fields),
            ...(accountId === undefined ? {} : { AccountId: accountId }),
          })
        ).id,
      edit: async (id, fields) => void (await ben.salesforce('PATCH', `/sobjects/Contact/${id}`, wire(fields))),
      delete: async (id) => void (await ben.salesforce('DELETE', `/sobjects/Contact/${id}`)),
      merge: async (masterId, id) => void (await ada.control('POST', 'salesforce/merge', { masterId, ids: [id] })),
      hide: async (id) =>
        void (await ada.control('POST', 'salesforce/access', { user: ada.email, id, visible: false })),
      putAccount: async (Name) => (await ada.salesforce<{ id: string }>('POST', '/sobjects/Account', { Name })).id,
      setExternalKey: async (externalIdField) =>
        void (await ada.control('POST', 'salesforce/org', { externalIdField })),
      settle: async () => void (await ada.control('POST', 'clock', { advanceSeconds: 660 })),
      async stop() {
        await stop();
        rmSync(directory, { recursive: true });
      },
    };
  });
}
