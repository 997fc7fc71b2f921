import { MemoryMailbox } from '../support/memory-mailbox.ts';
import { mailboxContract } from './mailbox-contract.ts';

mailboxContract('The memory mailbox', async () => {
  const memory = new MemoryMailbox();
  return {
    open: () => memory.open(),
    contacts: memory.contacts,
    put: async (fields, { folder, categories = [] }) => memory.put({ fields, categories }, folder).id,
    edit: async (id, fields) => {
      const item = memory.items.get(id);
      memory.put({ id, fields: { ...item?.fields, ...fields } });
    },
    move: async (id, folder) => memory.moveTo(id, folder === 'bin' ? memory.bin : folder),
    copy: async (id, folder) => memory.copy(id, folder)?.id ?? '',
    deleteForGood: async (id) => memory.delete(id, true),
    givePhoto: async (id, bytes) => void memory.photos.set(id, bytes),
    deleteFolder: async (id) => {
      memory.folders.set(id, { name: 'Short-lived', parent: memory.bin });
    },
    loseCursors: async () => memory.loseCursors(),
    stop: async () => undefined,
  };
});
