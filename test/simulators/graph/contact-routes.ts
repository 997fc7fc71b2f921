import type { SimResponse } from '../kit/message.ts';
import { jsonBody, paged, type Call } from './call.ts';
import { applyBody, applyExtended, type Limits } from './contact-schema.ts';
import { delta, emptyDeltaPage } from './delta.ts';
import { badRequest, changeKeyMismatch, GraphError, itemNotFound } from './errors.ts';
import type { FolderRoutes } from './folder-routes.ts';
import { changeKeyOf, findItem, type ItemRow, type MailboxState } from './mailbox-state.ts';
import { fieldText, parseFilter } from './odata-filter.ts';
import { parseExpand, parseSelect, present, type Shape } from './presentation.ts';

const LARGEST_PHOTO = 4 * 1024 * 1024;

/** Contacts: list, read, write, delete, photo, delta. */
export class ContactRoutes {
  private readonly state: MailboxState;
  private readonly folders: FolderRoutes;

  constructor(state: MailboxState, folders: FolderRoutes) {
    this.state = state;
    this.folders = folders;
  }

  list(call: Call, folderId: string): SimResponse {
    const { query } = call.request;
    if (query.has('$search'))
      throw badRequest('The query parameter $search is not supported for this resource.', 'ErrorInvalidUrlQuery');
    const folder = this.folders.folder(call, folderId);
    const filter = query.get('$filter');
    const rows = this.state.inFolder(folder.id).filter(filter === null ? () => true : parseFilter(filter));
    const shape = this.shape(call, true);
    const path = `/contactFolders/${encodeURIComponent(folderId)}/contacts`;
    const page = paged(call, sorted(rows, query.get('$orderby')), path) as { value: readonly ItemRow[] };
    return { status: 200, body: { ...page, value: page.value.map((row) => present(row, shape)) } };
  }

  get(call: Call, id: string, folderId?: string): SimResponse {
    return { status: 200, body: present(this.item(call, id, folderId), this.shape(call, false)) };
  }

  create(call: Call, folderId: string): SimResponse {
    const folder = this.folders.folder(call, folderId);
    const body = jsonBody(call);
    const row = this.state.add(call.user, folder.id, {
      properties: applyBody(undefined, body, this.limits),
      extended: applyExtended([], body.singleValueExtendedProperties),
    });
    return { status: 201, body: present(row, this.shape(call, false)) };
  }

  update(call: Call, id: string, folderId?: string): SimResponse {
    const row = this.item(call, id, folderId);
    this.checkCondition(call, row);
    const body = jsonBody(call);
    const properties = applyBody(row.properties, body, this.limits);
    const extended = applyExtended(row.extended, body.singleValueExtendedProperties);
    let changed = this.state.change(row, { properties, extended });
    const { parentFolderId } = body;
    if (typeof parentFolderId === 'string' && parentFolderId !== row.folder) {
      const effect = this.state.context.switches.get('graph.patchParentFolder');
      if (effect === 'refused')
        throw badRequest('Update is not supported for ParentFolderId.', 'ErrorInvalidPropertySet');
      if (effect === 'moves') changed = this.state.move(changed, this.folders.folder(call, parentFolderId).id);
    }
    return { status: 200, body: present(changed, this.shape(call, false)) };
  }

  /** To Deleted Items; out of it, for good. */
  remove(call: Call, id: string, folderId?: string): SimResponse {
    const row = this.item(call, id, folderId);
    this.checkCondition(call, row);
    const bin = this.state.deletedItems(call.user);
    if (row.folder === bin) this.state.remove(row);
    else this.state.move(row, bin);
    return { status: 204 };
  }

  permanentDelete(call: Call, id: string): SimResponse {
    this.state.remove(this.item(call, id));
    return { status: 204 };
  }

  photo(call: Call, id: string): SimResponse {
    const { photo, photoType } = this.item(call, id);
    if (photo === undefined)
      throw new GraphError(404, 'ErrorItemNotFound', 'The specified object was not found in the store.');
    return { status: 200, headers: { 'Content-Type': photoType ?? 'image/jpeg' }, body: Buffer.from(photo, 'base64') };
  }

  photoInfo(call: Call, id: string): SimResponse {
    const row = this.item(call, id);
    if (row.photo === undefined) throw itemNotFound();
    return {
      status: 200,
      body: { id: '648X648', width: 648, height: 648, '@odata.mediaContentType': row.photoType ?? 'image/jpeg' },
    };
  }

  setPhoto(call: Call, id: string): SimResponse {
    const row = this.item(call, id);
    const { body, headers } = call.request;
    if (body.length > LARGEST_PHOTO)
      throw new GraphError(413, 'RequestEntityTooLarge', 'The request body is larger than the maximum of 4 MB.');
    if (body.length === 0) throw badRequest('The photo is empty.', 'ErrorInvalidImage');
    const photo = { photo: body.toString('base64'), photoType: headers['content-type'] ?? 'image/jpeg' };
    if (this.state.context.switches.get('graph.photoChangesVersion') === true) this.state.change(row, photo);
    else this.state.replace({ ...row, ...photo });
    return { status: 200 };
  }

  delta(call: Call, folderId: string): SimResponse {
    return { status: 200, body: delta(this.state, this.deltaRequest(call, folderId)) };
  }

  emptyPage(call: Call, folderId: string): SimResponse {
    return { status: 200, body: emptyDeltaPage(this.state, this.deltaRequest(call, folderId)) };
  }

  private deltaRequest(call: Call, folderId: string) {
    const folder = this.state.folders.get(
      folderId.toLowerCase() === 'contacts' ? this.state.contacts(call.user) : folderId,
    );
    if (folder?.user !== call.user || folder.kind !== 'contacts')
      throw new GraphError(404, 'ErrorSyncFolderNotFound', 'The specified folder could not be found in the store.');
    return {
      user: call.user,
      folder: folder.id,
      query: call.request.query,
      prefer: call.request.headers.prefer ?? '',
      shape: this.shape(call, true),
      url: `${call.base}/contactFolders/${encodeURIComponent(folderId)}/contacts/delta`,
    };
  }

  private item(call: Call, id: string, folderId?: string): ItemRow {
    const row = findItem(this.state, call.user, id);
    if (row === undefined) throw itemNotFound();
    if (folderId !== undefined && row.folder !== this.folders.folder(call, folderId).id) throw itemNotFound();
    return row;
  }

  private checkCondition({ request }: Call, row: ItemRow): void {
    const wanted = request.headers['if-match'];
    if (wanted === undefined || wanted === '*' || this.state.context.switches.get('graph.ifMatch') === 'ignored')
      return;
    if (wanted.replace(/^W\/"(.*)"$/, '$1') !== changeKeyOf(row)) throw changeKeyMismatch();
  }

  private shape({ request, immutable }: Call, list: boolean): Shape {
    return {
      select: parseSelect(request.query.get('$select')),
      extended: parseExpand(request.query.get('$expand')),
      immutable,
      cutNotes: list && this.state.context.switches.get('graph.listNotes') === 'cut',
    };
  }

  private get limits(): Limits {
    const { switches } = this.state.context;
    return {
      homePhones: Number(switches.get('graph.homePhones')),
      imAddresses: Number(switches.get('graph.imAddresses')),
      mergeAddresses: switches.get('graph.patchAddress') === 'merge',
    };
  }
}

function sorted(rows: ItemRow[], orderBy: string | null): ItemRow[] {
  if (orderBy === null) return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
  const [name = '', direction = 'asc'] = (orderBy.split(',')[0] ?? '').trim().split(/\s+/);
  if (!/^\w+$/.test(name) || !/^(asc|desc)$/i.test(direction))
    throw badRequest('Invalid orderby clause', 'ErrorInvalidUrlQuery');
  const sign = direction.toLowerCase() === 'desc' ? -1 : 1;
  return rows.sort((a, b) => sign * (fieldText(a, name) < fieldText(b, name) ? -1 : 1));
}
