import fc from 'fast-check';
import { hostileValue } from './hostile.ts';

/** As much of JSON Schema as the contract's document uses. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly minLength?: number;
}

/** Ids and addresses that are there, by the name that stands for them in a request until it is sent. */
export const KNOWN = ['KNOWN_LINK', 'KNOWN_SESSION', 'KNOWN_ITEM', 'KNOWN_RECORD', 'KNOWN_EMAIL', 'KNOWN_PREVIEW'];
export const useful = fc.constantFrom(
  ...KNOWN,
  ...KNOWN,
  'somebody@x.example',
  '@x.example',
  'title',
  '1e7b3a1b-1111-4000-8000-00000000000a',
  'A'.repeat(43),
  'Ann',
);

/** What the contract takes in this place, or something like it. */
export function valueOf(schema: Schema, named: Readonly<Record<string, Schema>>): fc.Arbitrary<unknown> {
  const { $ref } = schema;
  if ($ref !== undefined) {
    const found = named[$ref.slice($ref.lastIndexOf('/') + 1)];
    if (found === undefined) throw new Error(`${$ref} is not in the document`);
    return valueOf(found, named);
  }
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if ('const' in schema) return fc.constant(schema.const);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map((one) => valueOf(one, named)));
  switch (schema.type) {
    case 'string':
      return useful.map((text) => text.padEnd(schema.minLength ?? 0, 'x'));
    case 'boolean':
      return fc.boolean();
    case 'integer':
    case 'number':
      return fc.integer({ min: 1, max: 50 });
    case 'array':
      return fc.array(valueOf(schema.items ?? {}, named), { maxLength: 3 });
    case 'object':
      return fc.record(
        Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, one]) => [name, valueOf(one, named)])),
        { requiredKeys: [...(schema.required ?? [])] },
      );
    default:
      return hostileValue;
  }
}
