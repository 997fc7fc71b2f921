import type { FieldMapping, OrgSettings } from '../../model/settings.ts';
import type { SettingProblem } from '../crm.ts';
import type { Described } from './describe.ts';
import { kindOfType, mappedFields, ownKind, type MappedField } from './field-map.ts';
import { textOf } from './mapping.ts';
import { rowsOf } from './query.ts';
import type { Reading } from './reads.ts';
import { fullId } from './record-id.ts';
import { addressFields, kindFor } from './schema.ts';
import { oneOf } from './soql.ts';

/** Each mapping and each default that the org refuses, with the reason (A4). */
export function settingProblems(
  described: Described,
  mappings: readonly FieldMapping[],
  defaults: Readonly<Record<string, string>>,
): SettingProblem[] {
  const mapped = mappedFields(mappings);
  return [
    ...mapped.flatMap((one) => (one.mapping?.salesforce === undefined ? [] : mappingProblems(described, one))),
    ...doubles(mapped),
    ...Object.entries(defaults).flatMap(([name, value]) => defaultProblems(described, name, value)),
  ];
}

function mappingProblems(described: Described, { field, apiName, direction }: MappedField): SettingProblem[] {
  const problem = (reason: string) => [{ subject: apiName, reason }];
  if (apiName === 'Account.Name') return [];
  if (ownKind(field) === 'address') {
    const parts = addressFields(described, apiName);
    if (parts === undefined) return problem(`The Contact has no address ${apiName} that this person can read.`);
    const readOnly = Object.values(parts).some((part) => described.get(part.toLowerCase())?.updateable === false);
    return readOnly && direction !== 'down' && direction !== 'off'
      ? problem(`${apiName} cannot be written by this person: set its direction to down.`)
      : [];
  }
  const found = described.get(apiName.toLowerCase());
  if (found === undefined) return problem(`The Contact has no field ${apiName} that this person can read.`);
  if (kindOfType(found.type) === undefined)
    return problem(`${apiName} is of the type ${found.type}, which cannot be mapped.`);
  if (kindFor(field, found) === undefined)
    return problem(`${apiName} is of the type ${found.type}, which cannot hold ${field}.`);
  const writes = direction === 'both' || direction === 'up';
  if (writes && !found.updateable)
    return problem(`${apiName} cannot be written by this person: set its direction to down.`);
  return [];
}

/** Which of two mappings to one field would win could not be told. */
function doubles(mapped: readonly MappedField[]): SettingProblem[] {
  return mapped.flatMap((one, place) => {
    const other = mapped.find(
      (earlier, at) =>
        at !== place &&
        earlier.apiName.toLowerCase() === one.apiName.toLowerCase() &&
        earlier.direction !== 'off' &&
        one.direction !== 'off' &&
        (earlier.mapping?.salesforce === undefined || at < place),
    );
    if (other === undefined || one.mapping?.salesforce === undefined) return [];
    return [{ subject: one.apiName, reason: `${one.apiName} is mapped already, to ${other.field}.` }];
  });
}

function defaultProblems(described: Described, name: string, value: string): SettingProblem[] {
  const problem = (reason: string) => [{ subject: name, reason }];
  const found = described.get(name.toLowerCase());
  if (found === undefined) return problem(`The Contact has no field ${name} that this person can read.`);
  if (!found.createable) return problem(`${name} cannot be set by this person.`);
  if (found.restricted && found.type === 'picklist' && !found.values.some((entry) => entry.value === value))
    return problem(`${name} does not take the value ${value}.`);
  return [];
}

/** Each Account of the settings that this person cannot read, or that takes no contacts because it is a person's (A4). */
export async function accountProblems(
  { client, schema }: Reading,
  { always, fallback }: OrgSettings['account'],
): Promise<SettingProblem[]> {
  const ids = [always, fallback].flatMap((id) => id ?? []);
  if (ids.length === 0) return [];
  const kind = schema.personAccounts ? ', IsPersonAccount' : '';
  const pages = await rowsOf(client, `SELECT Id${kind} FROM Account WHERE ${oneOf('Id', ids)}`);
  const found = new Map(pages.flatMap(({ rows }) => rows.map((row) => [fullId(textOf(row, 'Id')), row] as const)));
  return ids.flatMap((subject): SettingProblem[] => {
    const row = found.get(fullId(subject));
    if (row === undefined) return [{ subject, reason: 'this person can read no Account with this id.', perhaps: true }];
    return row.IsPersonAccount === true ? [{ subject, reason: 'it is a person account, which has no contacts.' }] : [];
  });
}
