import type { SimResponse } from '../kit/message.ts';
import { jsonBody, paged, type Call } from './call.ts';
import { accessDenied, badRequest, GraphError, itemNotFound } from './errors.ts';
import { folderDelta } from './folder-delta.ts';
import type { FolderRow, MailboxState } from './mailbox-state.ts';
import { presentFolder } from './presentation.ts';

/** Contact folders, the few mail folders that matter here, and the master category list. */
export class FolderRoutes {
  private readonly state: MailboxState;
  constructor(state: MailboxState) {
    this.state = state;
  }

  /** A contact folder by its id or as `contacts`. */
  folder({ user }: Call, id: string): FolderRow {
    const row = this.state.folders.get(id.toLowerCase() === 'contacts' ? this.state.contacts(user) : id);
    if (row === undefined || row.user !== user || row.kind !== 'contacts') throw itemNotFound();
    return row;
  }

  list(call: Call): SimResponse {
    return this.children(call, this.state.contacts(call.user), '/contactFolders');
  }

  childFolders(call: Call, id: string): SimResponse {
    const { id: parent } = this.folder(call, id);
    return this.children(call, parent, `/contactFolders/${encodeURIComponent(id)}/childFolders`);
  }

  private children(call: Call, parent: string, path: string): SimResponse {
    const filter = /^displayName eq '((?:[^']|'')*)'$/i.exec(call.request.query.get('$filter') ?? '')?.[1];
    if (call.request.query.has('$filter') && filter === undefined)
      throw badRequest('Invalid filter clause', 'ErrorInvalidUrlQueryFilter');
    const rows = this.state
      .children(parent)
      .filter((row) => filter === undefined || row.name.toLowerCase() === filter.replaceAll("''", "'").toLowerCase())
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    return { status: 200, body: paged(call, rows.map(presentFolder), path) };
  }

  get(call: Call, id: string): SimResponse {
    return { status: 200, body: presentFolder(this.folder(call, id)) };
  }

  delta({ user, request, base }: Call): SimResponse {
    const { query, headers } = request;
    const url = `${base}/contactFolders/delta`;
    return { status: 200, body: folderDelta(this.state, { user, query, prefer: headers.prefer ?? '', url }) };
  }

  create(call: Call, parentId: string): SimResponse {
    const parent = this.folder(call, parentId);
    const { displayName } = jsonBody(call);
    if (typeof displayName !== 'string' || displayName.trim() === '')
      throw badRequest("The property 'DisplayName' is required when creating the entity.", 'ErrorInvalidProperty');
    this.refuseTwins(parent.id, displayName);
    const made = this.state.addFolder(call.user, displayName, parent.id);
    const status = parentId === 'contacts' ? 201 : Number(this.state.context.switches.get('graph.childFolderStatus'));
    return { status, body: presentFolder(made) };
  }

  rename(call: Call, id: string): SimResponse {
    const row = this.folder(call, id);
    const { displayName } = jsonBody(call);
    if (typeof displayName !== 'string' || displayName.trim() === '') throw badRequest('displayName is empty.');
    if (row.id === this.state.contacts(call.user)) throw accessDenied();
    if (displayName.toLowerCase() !== row.name.toLowerCase()) this.refuseTwins(row.parent, displayName);
    const renamed = this.state.putFolder({ ...row, name: displayName });
    return { status: 200, body: presentFolder(renamed) };
  }

  /** To Deleted Items with all that is in it; what lies there already goes for good. */
  remove(call: Call, id: string): SimResponse {
    const row = this.folder(call, id);
    if (row.id === this.state.contacts(call.user))
      throw new GraphError(400, 'ErrorDeleteDistinguishedFolder', 'Distinguished folders cannot be deleted.');
    const bin = this.state.deletedItems(call.user);
    if (row.parent !== bin) this.state.putFolder({ ...row, parent: bin });
    else this.purge(row);
    return { status: 204 };
  }

  private purge(row: FolderRow): void {
    for (const child of this.state.children(row.id)) this.purge(child);
    for (const item of this.state.inFolder(row.id)) this.state.remove(item);
    this.state.dropFolder(row);
  }

  private refuseTwins(parent: string, name: string): void {
    if (this.state.children(parent).some((child) => child.name.toLowerCase() === name.toLowerCase()))
      throw new GraphError(409, 'ErrorFolderExists', 'A folder with the specified name already exists.');
  }

  /** Mail folders take a mail permission, which an app for contacts has not by itself. */
  mailFolder(call: Call, id: string): SimResponse {
    if (call.app && this.state.context.switches.get('graph.mailPermission') !== true) throw accessDenied();
    const row = this.state.folders.get(id.toLowerCase() === 'deleteditems' ? this.state.deletedItems(call.user) : id);
    if (row === undefined || row.user !== call.user || row.kind !== 'mail') throw itemNotFound();
    return { status: 200, body: presentFolder(row) };
  }

  categories(call: Call): SimResponse {
    this.mayManageCategories(call);
    const { names = [] } = this.state.categories.get(call.user) ?? {};
    const all = names.map((entry, at) => ({ id: `category-${at}`, ...entry }));
    return { status: 200, body: paged(call, all, '/outlook/masterCategories', 999) };
  }

  addCategory(call: Call): SimResponse {
    this.mayManageCategories(call);
    const { displayName, color = 'none' } = jsonBody(call);
    const { names = [] } = this.state.categories.get(call.user) ?? {};
    if (typeof displayName !== 'string' || displayName === '') throw badRequest('displayName is empty.');
    if (typeof color !== 'string' || !/^(none|preset(\d|1\d|2[0-4]))$/.test(color))
      throw badRequest('color is not known.');
    if (names.some((entry) => entry.displayName.toLowerCase() === displayName.toLowerCase()))
      throw new GraphError(409, 'ErrorCategoryAlreadyExists', 'The category already exists.');
    this.state.categories.put(call.user, { names: [...names, { displayName, color }] });
    return { status: 201, body: { id: `category-${names.length}`, displayName, color } };
  }

  private mayManageCategories(call: Call): void {
    if (call.app && this.state.context.switches.get('graph.categoriesPermission') !== true) throw accessDenied();
  }
}
