import type { FieldChanges, FieldMap } from '../../server/model/contact.ts';
import { MemoryCrm } from '../support/memory-crm.ts';
import { crmContract } from './crm-contract.ts';

const given = (fields: FieldChanges) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as FieldMap;

crmContract('The memory CRM', async () => {
  const memory = new MemoryCrm();
  let accounts = 0;
  return {
    open: () => memory.open(),
    put: async ({ fields, accountId = '', mine = true }) => {
      const company = memory.accounts.get(accountId) ?? null;
      return memory.put({ fields: given({ ...fields, company }), ...(mine ? {} : { ownerId: 'u2' }) }).id;
    },
    edit: async (id, fields) => {
      const record = memory.records.get(id);
      memory.put({ id, fields: given({ ...record?.fields, ...fields }) });
    },
    delete: async (id) => memory.delete(id),
    merge: async (masterId, id) => memory.merge(masterId, id),
    hide: async (id) => void memory.hidden.add(id),
    putAccount: async (name) => {
      const id = `account-${++accounts}`;
      memory.accounts.set(id, name);
      return id;
    },
    setExternalKey: async (on) => {
      memory.externalKey = on;
    },
    settle: async () => undefined,
    stop: async () => undefined,
  };
});
