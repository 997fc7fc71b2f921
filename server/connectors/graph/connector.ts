import type { ChangeDetail, ChangePage, Mailbox, MailboxConnector } from '../mailbox.ts';
import type { FieldName, FolderId } from '../../model/contact.ts';
import { FailureError } from '../../model/failure.ts';
import type { FieldMapping } from '../../model/settings.ts';
import { Pace } from '../http.ts';
import { MOST_PHOTO_BYTES, photoOf } from '../photo.ts';
import { GraphClient, type GraphOptions } from './client.ts';
import { graphDirectory } from './directory.ts';
import { Folders } from './folders.ts';
import { GraphMapping, headOf, PLACE } from './mapping.ts';
import { checkMapping } from './places.ts';
import { asFolder, entriesOf, linkIn, notUnderstood } from './shape.ts';
import { Moves } from './moves.ts';
import { Searches } from './searches.ts';
import { Reading } from './reading.ts';
import { appTokens } from './token.ts';
import { Guard, Writes } from './writes.ts';

/** Microsoft Graph v1.0: personal contacts (facts and sources: docs/decisions/graph-client.md). */
export function createGraphConnector(
  options: GraphOptions & { readonly mappings: readonly FieldMapping[] },
): MailboxConnector {
  const token = appTokens(options);
  const mapping = new GraphMapping(options.mappings);
  // Whether contacts honour If-Match is not documented: learned once for all mailboxes of the tenant.
  const guard = new Guard();
  const trees = new Map<string, readonly FolderId[]>();
  // A wait that one session was told holds for the mailbox's next one too.
  const paces = new Map<string, Pace>();
  const paceOf = (address: string) => {
    const pace = paces.get(address) ?? new Pace();
    paces.set(address, pace);
    return pace;
  };
  return {
    service: 'graph',
    directory: graphDirectory(options, token),
    open({ address, id = address, ...rest }) {
      const key = id.toLowerCase();
      return open(new GraphClient(options, id, token, { ...rest, pace: paceOf(key) }), mapping, guard, trees, key);
    },
    checkMappings: (mappings) =>
      mappings.flatMap((entry) => {
        const reason = checkMapping(entry, mappings);
        return reason === undefined ? [] : [{ mapping: entry, reason }];
      }),
  };
}

function open(
  client: GraphClient,
  mapping: GraphMapping,
  guard: Guard,
  trees: Map<string, readonly FolderId[]>,
  address: string,
): Mailbox {
  const folders = new Folders(client, trees.get(address) ?? []);
  const reading = new Reading(client, mapping, folders);
  const writes = new Writes(client, mapping, guard);
  const moves = new Moves(client, mapping, writes);
  const searches = new Searches(client, folders);
  return {
    capabilities: {
      moves: false,
      slots: { email: 3, phone: 2, homePhone: 2 } as { readonly [F in FieldName]?: number },
      fields: mapping.fields,
    },
    get calls() {
      return client.calls;
    },
    get clockOffset() {
      return client.clockOffset;
    },
    async folders(known, names) {
      const tree = await folders.tree(known, names);
      trees.set(address, folders.seen);
      return tree;
    },
    async createFolder(name) {
      try {
        const made = asFolder(await client.post('/contactFolders', { displayName: name }));
        return { id: made.id, name: made.displayName };
      } catch (error) {
        // It exists already: the answer to an earlier try was lost, or somebody was quicker.
        if (!(error instanceof FailureError)) throw error;
        const tree = await folders.tree(undefined, [name]);
        if (tree.folder.state === 'present') return { id: tree.folder.id, name: tree.folder.name };
        throw error;
      }
    },
    async ensureCategories(names) {
      const [listed] = await client.batch([{ method: 'GET', path: '/outlook/masterCategories?$top=999' }]);
      if (listed?.ok !== true) return 'no-permission';
      const there = entriesOf(listed.body).map(({ displayName }) =>
        typeof displayName === 'string' ? displayName.toLowerCase() : '',
      );
      const missing = names.filter((name) => !there.includes(name.toLowerCase()));
      const made = await client.batch(
        missing.map((displayName, at) => ({
          method: 'POST',
          path: '/outlook/masterCategories',
          body: { displayName, color: at === 0 ? 'preset7' : 'preset1' },
        })),
      );
      return made.every((answer) => answer.ok) ? 'present' : 'no-permission';
    },
    changes: (folder, detail, cursor) => changes(client, mapping, reading, folder, detail, cursor),
    read: (ids, detail) => reading.read(ids, detail),
    findByKeys: (keys, among) => searches.byKeys(keys, among),
    findByAddress: (email) => searches.byAddress(email),
    searchByName: (text, limit) => searches.byName(text, limit),
    photo: async (id) =>
      photoOf(await client.bytes(`/contacts/${encodeURIComponent(id)}/photo/$value`, MOST_PHOTO_BYTES)),
    create: (drafts) => writes.create(drafts),
    update: (list) => writes.update(list),
    remove: (items) => writes.remove(items),
    move: (item, to, key) => moves.move(item, to, key),
    keep: (ids) => moves.keep(ids),
    restore: (kept, draft) => moves.restore(kept, draft),
  };
}

async function* changes(
  client: GraphClient,
  mapping: GraphMapping,
  reading: Reading,
  folder: FolderId,
  detail: ChangeDetail,
  cursor: string | undefined,
): AsyncIterable<ChangePage> {
  // U6: outside the folder nothing but id, folder and categories is asked for.
  const select = detail === 'place' ? PLACE : mapping.select;
  const first = cursor ?? `/contactFolders/${encodeURIComponent(folder)}/contacts/delta?$select=${select}`;
  if (cursor !== undefined && !/^https?:\/\//.test(cursor))
    throw new FailureError({
      kind: 'cursor-lost',
      code: 'graph-corrupt-cursor',
      message: 'The delta link is not a link.',
    });
  for await (const page of client.pages(first, ['odata.maxpagesize=500'])) {
    const entries = entriesOf(page);
    if (cursor === undefined && detail === 'fields')
      reading.sizes.set(folder, (reading.sizes.get(folder) ?? 0) + entries.length);
    const link = linkIn(page, '@odata.deltaLink');
    if ((link === undefined) === (linkIn(page, '@odata.nextLink') === undefined))
      throw new FailureError({
        kind: 'unavailable',
        code: 'graph-page-without-link',
        message: 'A delta page had neither a next nor a delta link, or both.',
      });
    yield {
      items: entries
        .filter((entry) => entry['@removed'] === undefined)
        .map((entry) => (detail === 'place' ? headOf(entry) : mapping.toItem(entry, false))),
      removed: entries.filter((entry) => entry['@removed'] !== undefined).map(idOf),
      ...(link === undefined ? {} : { cursor: link }),
    };
  }
}

function idOf({ id }: { readonly id?: unknown }): string {
  if (typeof id === 'string' && id !== '') return id;
  throw notUnderstood('the id of what was removed');
}
