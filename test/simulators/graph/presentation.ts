import { isShown, propertyId, SHOWN, shown } from './contact-schema.ts';
import { badRequest } from './errors.ts';
import { changeKeyOf, wireId, type FolderRow, type ItemRow } from './mailbox-state.ts';

export interface Shape {
  /** Undefined: all properties. */
  readonly select: readonly string[] | undefined;
  /** Extended properties to show; undefined: none. */
  readonly extended: ReadonlySet<string> | undefined;
  readonly immutable: boolean;
  /** Cuts notes as lists do. */
  readonly cutNotes: boolean;
}

const META = ['id', 'changeKey', 'categories', 'createdDateTime', 'lastModifiedDateTime', 'parentFolderId'];
const LIST_NOTES = 255;

export function parseSelect(text: string | null): string[] | undefined {
  if (text === null || text.trim() === '' || text.trim() === '*') return undefined;
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !META.includes(name) && !isShown(name));
  if (unknown !== undefined)
    throw badRequest(
      `Could not find a property named '${unknown}' on type 'microsoft.graph.contact'.`,
      'RequestBroker--ParseUri',
    );
  return names;
}

/** `singleValueExtendedProperties($filter=id eq 'a' or id eq 'b')`, alone or first of several. */
export function parseExpand(text: string | null): ReadonlySet<string> | undefined {
  if (text === null || text.trim() === '') return undefined;
  const [, inside] = /^\s*singleValueExtendedProperties\(\$filter=(.+)\)\s*$/is.exec(text) ?? [];
  if (inside === undefined) {
    if (/^\s*(extensions|photo)\b/i.test(text)) return undefined;
    throw badRequest(`Parsing OData Select and Expand failed: ${text.slice(0, 100)}`, 'RequestBroker--ParseUri');
  }
  return new Set(
    inside.split(/\s+or\s+/i).map((part) => {
      const [, id] = /^\s*\(?\s*id\s+eq\s+'((?:[^']|'')*)'\s*\)?\s*$/i.exec(part) ?? [];
      if (id === undefined) throw badRequest(`Invalid filter clause in $expand: ${part}`, 'RequestBroker--ParseUri');
      return propertyId(id.replaceAll("''", "'"));
    }),
  );
}

export function present(row: ItemRow, shape: Shape): Record<string, unknown> {
  const names = shape.select ?? [...META, ...SHOWN];
  const wire: Record<string, unknown> = { '@odata.etag': `W/"${changeKeyOf(row)}"`, id: wireId(row, shape.immutable) };
  for (const name of names) wire[name] = valueOf(row, name, shape);
  if (shape.extended !== undefined) {
    const list = row.extended.filter(({ id }) => shape.extended?.has(id) === true);
    if (list.length > 0) wire.singleValueExtendedProperties = list;
  }
  return wire;
}

function valueOf(row: ItemRow, name: string, shape: Shape): unknown {
  switch (name) {
    case 'id':
      return wireId(row, shape.immutable);
    case 'changeKey':
      return changeKeyOf(row);
    case 'createdDateTime':
      return iso(row.createdAt);
    case 'lastModifiedDateTime':
      return iso(row.modifiedAt);
    case 'parentFolderId':
      return row.folder;
    case 'categories':
      return row.properties.categories ?? [];
    case 'personalNotes': {
      const notes = (row.properties.personalNotes as string | null | undefined) ?? '';
      return shape.cutNotes ? notes.slice(0, LIST_NOTES) : notes;
    }
    default:
      return shown(row.properties, name);
  }
}

export function presentFolder({ id, name, parent }: FolderRow): object {
  return { id, parentFolderId: parent, displayName: name };
}

function iso(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
