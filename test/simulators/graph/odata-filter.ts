import { propertyId, shown } from './contact-schema.ts';
import { badRequest } from './errors.ts';
import type { ItemRow } from './mailbox-state.ts';

export type Test = (row: ItemRow) => boolean;

const TOKEN = /\s*(?:('(?:[^']|'')*')|([A-Za-z_][\w/]*)|([(),:])|(-?\d[\w.:+-]*))/y;

/**
 * `$filter` on contacts, as far as Graph documents it: comparisons of text properties, startsWith, `and`, `or`, `not`, and the lambdas
 * `emailAddresses/any(a:a/address eq 'x')`, `categories/any(c:c eq 'x')`, `singleValueExtendedProperties/Any(ep: ep/id eq 'i' and ep/value eq 'v')`.
 * Throws GraphError for anything else.
 */
export function parseFilter(text: string): Test {
  return new FilterParser(text).parse();
}

class FilterParser {
  private readonly tokens: string[] = [];
  private at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < text.trimEnd().length) {
      const match = TOKEN.exec(text);
      if (match === null) throw this.invalid();
      this.tokens.push(match[1] ?? match[2] ?? match[3] ?? match[4] ?? '');
    }
  }

  parse(): Test {
    const test = this.either();
    if (this.at < this.tokens.length) throw this.invalid();
    return test;
  }

  private either(): Test {
    const tests = [this.both()];
    while (this.takes('or')) tests.push(this.both());
    return (row) => tests.some((test) => test(row));
  }

  private both(): Test {
    const tests = [this.single()];
    while (this.takes('and')) tests.push(this.single());
    return (row) => tests.every((test) => test(row));
  }

  private single(): Test {
    if (this.takes('not')) {
      const test = this.single();
      return (row) => !test(row);
    }
    if (this.takes('(')) {
      const test = this.either();
      this.expect(')');
      return test;
    }
    const name = this.name();
    switch (name.toLowerCase()) {
      case 'startswith':
        return this.startsWith();
      case 'emailaddresses/any':
        return this.emailLambda();
      case 'categories/any':
        return this.categoryLambda();
      case 'singlevalueextendedproperties/any':
        return this.extendedLambda();
      default:
        return this.comparison(name);
    }
  }

  private comparison(name: string): Test {
    if (name === 'emailAddresses' || name.includes('/')) throw this.invalid();
    const operator = this.name();
    const wanted = this.literal();
    return (row) => {
      const held = fieldText(row, name);
      const order =
        held.toLowerCase() < wanted.toLowerCase() ? -1 : held.toLowerCase() === wanted.toLowerCase() ? 0 : 1;
      switch (operator) {
        case 'eq':
          return order === 0;
        case 'ne':
          return order !== 0;
        case 'gt':
          return order > 0;
        case 'ge':
          return order >= 0;
        case 'lt':
          return order < 0;
        case 'le':
          return order <= 0;
        default:
          throw this.invalid();
      }
    };
  }

  private startsWith(): Test {
    this.expect('(');
    const name = this.name();
    this.expect(',');
    const start = this.literal().toLowerCase();
    this.expect(')');
    return (row) => fieldText(row, name).toLowerCase().startsWith(start);
  }

  /** Only `address`, and only `eq` (graph.md 1.2). */
  private emailLambda(): Test {
    const variable = this.lambda();
    if (this.name() !== `${variable}/address`) throw this.invalid();
    if (this.name() !== 'eq') throw this.invalid();
    const wanted = this.literal().toLowerCase();
    this.expect(')');
    return (row) =>
      ((row.properties.emailAddresses ?? []) as { address: string }[]).some(
        ({ address }) => address.toLowerCase() === wanted,
      );
  }

  private categoryLambda(): Test {
    const variable = this.lambda();
    if (this.name() !== variable || this.name() !== 'eq') throw this.invalid();
    const wanted = this.literal().toLowerCase();
    this.expect(')');
    return (row) =>
      ((row.properties.categories ?? []) as string[]).some((category) => category.toLowerCase() === wanted);
  }

  /** Contacts: `eq` alone (graph.md 1.8). */
  private extendedLambda(): Test {
    const variable = this.lambda();
    if (this.name() !== `${variable}/id` || this.name() !== 'eq') throw this.invalid();
    const id = propertyId(this.literal());
    this.expect('and');
    if (this.name() !== `${variable}/value` || this.name() !== 'eq') throw this.invalid();
    const value = this.literal();
    this.expect(')');
    return (row) => row.extended.some((property) => property.id === id && property.value === value);
  }

  private lambda(): string {
    this.expect('(');
    const variable = this.name();
    this.expect(':');
    return variable;
  }

  private name(): string {
    const token = this.tokens[this.at];
    if (token === undefined || !/^[A-Za-z_]/.test(token)) throw this.invalid();
    this.at += 1;
    return token;
  }

  private literal(): string {
    const token = this.tokens[this.at];
    if (token === undefined) throw this.invalid();
    this.at += 1;
    return token.startsWith("'") ? token.slice(1, -1).replaceAll("''", "'") : token;
  }

  private takes(token: string): boolean {
    if (this.tokens[this.at]?.toLowerCase() !== token) return false;
    this.at += 1;
    return true;
  }

  private expect(token: string): void {
    if (!this.takes(token)) throw this.invalid();
  }

  private invalid(): Error {
    return badRequest(`Invalid filter clause: ${this.text.slice(0, 200)}`, 'ErrorInvalidUrlQueryFilter');
  }
}

export function fieldText(row: ItemRow, name: string): string {
  if (name === 'createdDateTime') return new Date(row.createdAt).toISOString();
  if (name === 'lastModifiedDateTime') return new Date(row.modifiedAt).toISOString();
  if (name === 'parentFolderId') return row.folder;
  const value = shown(row.properties, name);
  return typeof value === 'string' ? value : '';
}
