import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGraphConnector } from '../../server/connectors/graph/connector.ts';
import type { FieldMap } from '../../server/model/contact.ts';
import { GRAPH_SWITCHES } from '../simulators/graph/switches.ts';
import { startSimulators } from '../simulators/kit/start.ts';
import { PersonAtWork } from '../support/person.ts';
import { mailboxContract } from './mailbox-contract.ts';
import { waysOf } from './ways.ts';

/** A contact as its owner writes it, in Graph's own words. */
function wire(fields: FieldMap): Record<string, unknown> {
  const { firstName, lastName, email, notes, fax } = fields;
  return {
    ...(firstName === undefined ? {} : { givenName: firstName }),
    ...(lastName === undefined ? {} : { surname: lastName }),
    ...(email === undefined ? {} : { emailAddresses: [{ address: email, name: email }] }),
    ...(notes === undefined ? {} : { personalNotes: notes }),
    ...(fax === undefined ? {} : { singleValueExtendedProperties: [{ id: 'String 0x3A24', value: fax }] }),
  };
}

/** What the documents leave open: the connector works either way. */
for (const switches of waysOf(GRAPH_SWITCHES)) {
  const name = JSON.stringify(switches).replace(/[{}"]|graph\./g, '') || 'usual';
  mailboxContract(`Microsoft Graph (${name})`, async () => {
    const directory = mkdtempSync(join(tmpdir(), 'cardbridge-graph-'));
    const { info, stop } = await startSimulators({ directory, sample: 'none' });
    const ada = new PersonAtWork(info, 'ada@contoso.example');
    await ada.control('PUT', 'switches', switches);
    const { id: contacts } = await ada.outlook<{ id: string }>('GET', '/contactFolders/contacts');
    const control = (path: string, itemId: string, folderId: string) =>
      ada.control<{ id: string }>('POST', path, { user: ada.email, itemId, folderId });
    const connector = createGraphConnector({ ...info.graph, caFile: info.caFile, mappings: [] });
    return {
      open: () => connector.open({ address: ada.email }),
      contacts,
      feedsLoosely: switches['graph.deltaReplays'] === true || switches['graph.feedOrder'] !== undefined,
      categoriesForbidden: switches['graph.categoriesPermission'] === false,
      put: async (fields, { folder, categories = [] }) =>
        (
          await ada.outlook<{ id: string }>('POST', `/contactFolders/${folder}/contacts`, {
            ...wire(fields),
            categories,
          })
        ).id,
      edit: async (id, fields) => void (await ada.outlook('PATCH', `/contacts/${id}`, wire(fields))),
      move: async (id, folder) => void (await control('outlook/move', id, folder === 'bin' ? 'deleteditems' : folder)),
      copy: async (id, folder) => (await control('outlook/copy', id, folder)).id,
      deleteForGood: async (id) => void (await ada.outlook('POST', `/contacts/${id}/permanentDelete`, {})),
      givePhoto: async (id, bytes) => void (await ada.outlook('PUT', `/contacts/${id}/photo/$value`, bytes)),
      deleteFolder: async (id) => void (await ada.outlook('DELETE', `/contactFolders/${id}`)),
      loseCursors: async () =>
        void (await ada.control('POST', 'faults', { service: 'graph', effect: { kind: 'expire-cursors' } })),
      async stop() {
        await stop();
        rmSync(directory, { recursive: true });
      },
    };
  });
}
