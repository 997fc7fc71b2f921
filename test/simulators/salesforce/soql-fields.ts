import { ApiError } from './api-error.ts';
import type { Org } from './org.ts';
import { valueOf } from './record-json.ts';
import type { Field, ObjectType, Row, Value } from './schema.ts';

/** What a query is compiled against. */
export interface Scope {
  readonly org: Org;
  readonly type: ObjectType;
  readonly userId: string;
  /** The whole text, for the places in error messages. */
  readonly soql: string;
  /** queryAll: deleted rows too. */
  readonly all: boolean;
  readonly base: string;
}

/** An error at a place in the query, in the vendor's form. */
export function errorAt(soql: string, code: string, word: string, message: string): ApiError {
  const place = Math.max(0, soql.toLowerCase().indexOf(word.toLowerCase()));
  const line = soql.slice(Math.max(0, place - 30), place + 60).replace(/\s/g, ' ');
  const marker = `${' '.repeat(Math.min(place, 30))}^`;
  return new ApiError(400, {
    code,
    message: `\n${line}\n${marker}\nERROR at Row:1:Column:${String(place + 1)}\n${message}`,
  });
}

const noColumn = (scope: Scope, type: ObjectType, name: string) =>
  errorAt(
    scope.soql,
    'INVALID_FIELD',
    name,
    `No such column '${name}' on entity '${type.name}'. If you are attempting to use a custom field, be sure to append the '__c' after ` +
      'the custom field name. Please reference your WSDL or the describe call for the appropriate names.',
  );

/** A field of the row itself or, over parents, of another: `Account.Owner.Name`. */
export interface Path {
  readonly parents: readonly Field[];
  readonly type: ObjectType;
  readonly field: Field;
}

/** Throws INVALID_FIELD for what is not there. */
export function resolve(scope: Scope, text: string, alias?: string): Path {
  const words = text.split('.');
  const last = words.pop() ?? '';
  const first = words[0]?.toLowerCase();
  if (first !== undefined && (first === alias?.toLowerCase() || first === scope.type.name.toLowerCase())) {
    // `Contact.Name` in a query of contacts is the contact's own; `Account.Name` in one of contacts is not.
    if (!scope.type.parents.has(first)) words.shift();
  }
  let { type } = scope;
  const parents: Field[] = [];
  for (const word of words) {
    const parent = type.parents.get(word.toLowerCase());
    const next = parent?.referenceTo[0];
    if (parent === undefined || next === undefined)
      throw errorAt(
        scope.soql,
        'INVALID_FIELD',
        text,
        `Didn't understand relationship '${word}' in field path. If you are attempting to use a custom relationship, be sure to append ` +
          "the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.",
      );
    parents.push(parent);
    type = scope.org.schema[next];
  }
  const field = type.byName.get(last.toLowerCase());
  if (field === undefined) throw noColumn(scope, type, last);
  return { parents, type, field };
}

/** The parent row at the end of the path; undefined where one on the way is missing, deleted or not seen. */
export function parentOf(scope: Scope, path: Pick<Path, 'parents'>, row: Row): Row | undefined {
  let at: Row | undefined = row;
  for (const parent of path.parents) {
    const id: Value | undefined = at[parent.name];
    const table = parent.referenceTo[0];
    if (typeof id !== 'string' || table === undefined) return undefined;
    const next: Row | undefined = scope.org.tables[table].get(id);
    if (next === undefined || (next['IsDeleted'] === true && !scope.all) || !scope.org.sees(scope.userId, id))
      return undefined;
    at = next;
  }
  return at;
}

/** Reads a path's value. Compounds have none to compare. */
export function reader(scope: Scope, path: Path): (row: Row) => Value {
  const { org } = scope;
  const { field, type } = path;
  const own = (row: Row): Value => {
    if (!field.calculated && field.type !== 'address')
      return row[field.name] ?? (field.type === 'boolean' ? false : null);
    const value = valueOf(org, type, row, field);
    return typeof value === 'object' ? null : value;
  };
  if (path.parents.length === 0) return own;
  return (row) => {
    const parent = parentOf(scope, path, row);
    return parent === undefined ? null : own(parent);
  };
}
