import { ControlError } from '../kit/control-error.ts';
import { ApiError, rowError, type RowError } from './api-error.ts';
import type { Org } from './org.ts';
import { shortId } from './record-id.ts';
import { recordJson } from './record-json.ts';
import type { DuplicateRule, RewriteRule, Rule, ValidationRule } from './rule.ts';
import type { ObjectType, Row, Value } from './schema.ts';

/** `Sforce-Duplicate-Rule-Header` (REST API guide, "Duplicate Rule Header"); all are false without it. */
export interface DuplicateOptions {
  readonly allowSave: boolean;
  readonly includeRecordDetails: boolean;
}

export function duplicateOptions(header: string | undefined): DuplicateOptions {
  const has = (name: string) => new RegExp(`\\b${name}\\s*=\\s*true\\b`, 'i').test(header ?? '');
  return { allowSave: has('allowSave'), includeRecordDetails: has('includeRecordDetails') };
}

/** The row as the org's own flows and triggers before the save leave it, which come before validation rules (Apex guide, *Triggers and Order of Execution*). */
export function rewritten(org: Org, type: ObjectType, row: Row): Row {
  if (org.rules.size === 0 || type.name !== 'Contact') return row;
  const values: Record<string, Value> = { ...row };
  for (const rule of org.rules.values()) {
    const field = rule.kind === 'rewrite' ? type.byName.get(rule.field.toLowerCase()) : undefined;
    const value = field === undefined ? null : (row[field.name] ?? null);
    if (rule.kind !== 'rewrite' || field === undefined || typeof value !== 'string') continue;
    values[field.name] = rewrite(rule, value);
  }
  return values;
}

function rewrite({ to, length, value }: RewriteRule, sent: string): string {
  switch (to) {
    case 'upper':
      return sent.toUpperCase();
    case 'cut':
      return sent.slice(0, length).trim();
    case 'value':
      return value;
  }
}

/** Throws FIELD_CUSTOM_VALIDATION_EXCEPTION for each rule that the row breaks. */
export function checkValidation(org: Org, type: ObjectType, row: Row): void {
  if (org.rules.size === 0) return;
  const errors: RowError[] = [];
  for (const rule of org.rules.values()) {
    if (rule.kind !== 'validation' || !breaks(rule, type, row)) continue;
    errors.push({
      code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
      message: rule.message,
      fields: rule.errorField === undefined ? [] : [rule.errorField],
    });
  }
  if (errors.length > 0) throw new ApiError(400, errors);
}

function breaks(rule: ValidationRule, type: ObjectType, row: Row): boolean {
  const field = type.byName.get(rule.field.toLowerCase());
  if (field === undefined) return false;
  const value = row[field.name] ?? null;
  if (rule.matches !== undefined) return new RegExp(rule.matches).test(value === null ? '' : String(value));
  return value === (rule.equals ?? null);
}

/** Throws DUPLICATES_DETECTED where a rule finds other rows like this one and the caller may not or does not save nevertheless. */
export function checkDuplicates(org: Org, type: ObjectType, row: Row, options: DuplicateOptions, userId: string): void {
  if (org.rules.size === 0 || (type.name !== 'Contact' && type.name !== 'Lead')) return;
  for (const rule of org.rules.values()) {
    if (rule.kind !== 'duplicate' || (rule.mode === 'alert' && options.allowSave)) continue;
    const matches = likeIt(org, type, row, rule).filter((match) => org.sees(userId, match['Id']));
    if (matches.length > 0) throw detected(org, type, rule, matches, options);
  }
}

function likeIt(org: Org, type: ObjectType, row: Row, rule: DuplicateRule): Row[] {
  const table = org.tables[type.name];
  const [first, ...others] = rule.matchOn;
  const wanted = first === undefined ? null : (row[first] ?? null);
  if (first === undefined || wanted === null) return [];
  const same = (a: Value | undefined, b: Value | undefined) =>
    (a ?? null) !== null && String(a).toLowerCase() === String(b ?? '').toLowerCase();
  const candidates = table.isIndexed(first) ? table.where(first, String(wanted)) : table.values();
  return [...candidates].filter(
    (other) =>
      other['Id'] !== row['Id'] &&
      other['IsDeleted'] !== true &&
      same(row[first], other[first]) &&
      others.every((name) => same(row[name], other[name])),
  );
}

function detected(
  org: Org,
  type: ObjectType,
  rule: DuplicateRule,
  matches: readonly Row[],
  options: DuplicateOptions,
): ApiError {
  const message =
    rule.mode === 'block'
      ? 'Use one of these records?'
      : "You're creating a duplicate record. We recommend you use an existing record instead.";
  const record = (row: Row) =>
    recordJson(org, type, row, options.includeRecordDetails ? ['Id', 'Name', 'Email', 'Phone'] : ['Id']);
  return new ApiError(400, {
    code: 'DUPLICATES_DETECTED',
    message,
    duplicateResult: {
      allowSave: rule.mode === 'alert',
      duplicateRule: `Standard_${type.name}_Duplicate_Rule`,
      duplicateRuleEntityType: type.name,
      errorMessage: message,
      matchResults: [
        {
          entityType: type.name,
          errors: [],
          matchEngine: 'FuzzyMatchEngine',
          matchRecords: matches.map((row) => ({
            additionalInformation: [],
            fieldDiffs: [],
            matchConfidence: 100.0,
            record: record(row),
          })),
          rule: `Standard_${type.name}_Match_Rule_v1_1`,
          size: matches.length,
          success: true,
        },
      ],
    },
  });
}

/** Throws for two rows with one value of a unique field; deleted rows hold theirs no longer. */
export function checkUnique(org: Org, type: ObjectType, row: Row): void {
  for (const field of type.fields) {
    const value = row[field.name];
    if (!field.unique || typeof value !== 'string') continue;
    for (const other of org.tables[type.name].where(field.name, value)) {
      if (other['Id'] === row['Id'] || other['IsDeleted'] === true) continue;
      const id = shortId(String(other['Id']));
      throw rowError(
        'DUPLICATE_VALUE',
        `duplicate value found: ${field.name} duplicates value on record with id: ${id}`,
      );
    }
  }
}

/** `POST /salesforce/rule`. */
export function addRule(org: Org, body: Readonly<Record<string, unknown>>): object {
  if (body['kind'] === 'clear') {
    org.rules.clear();
    return { rules: 0 };
  }
  org.rules.put(`rule-${String(org.now())}-${String(org.rules.size)}`, readRule(org, body));
  return { rules: org.rules.size };
}

function readRule(org: Org, body: Readonly<Record<string, unknown>>): Rule {
  const { kind, field, equals, matches, message, errorField, mode = 'block', matchOn = ['Email'], id } = body;
  if (kind === 'lock') {
    const found = typeof id === 'string' ? org.find(id) : undefined;
    if (found === undefined) throw new ControlError('id: the record that is locked');
    return { kind, id: String(found.row['Id']) };
  }
  const known = (name: unknown): name is string =>
    typeof name === 'string' && org.schema.Contact.byName.has(name.toLowerCase());
  if (kind === 'validation') {
    if (!known(field)) throw new ControlError('field: the API name of a field of Contact');
    if (typeof message !== 'string') throw new ControlError('message: the text that the rule answers with');
    if (matches !== undefined && typeof matches !== 'string') throw new ControlError('matches: a regular expression');
    if (errorField !== undefined && !known(errorField)) throw new ControlError('errorField: a field of Contact');
    if (matches !== undefined) {
      try {
        new RegExp(matches);
      } catch {
        throw new ControlError(`matches is no regular expression: ${matches}`);
      }
    }
    return {
      kind,
      field,
      message,
      ...(equals === undefined ? {} : { equals: equals as Value }),
      ...(matches === undefined ? {} : { matches }),
      ...(errorField === undefined ? {} : { errorField }),
    };
  }
  if (kind === 'rewrite') return readRewrite(body, known);
  if (kind !== 'duplicate') throw new ControlError('kind: validation, duplicate, rewrite, lock or clear');
  if (mode !== 'block' && mode !== 'alert') throw new ControlError('mode: block or alert');
  if (!Array.isArray(matchOn) || matchOn.length === 0 || !matchOn.every(known))
    throw new ControlError('matchOn: names of fields of Contact');
  return { kind, mode, matchOn };
}

function readRewrite(
  { field, to = 'upper', length = 20, value = 'Set by a flow' }: Readonly<Record<string, unknown>>,
  known: (name: unknown) => name is string,
): RewriteRule {
  if (!known(field)) throw new ControlError('field: the API name of a field of Contact');
  if (to !== 'upper' && to !== 'cut' && to !== 'value') throw new ControlError('to: upper, cut or value');
  if (typeof length !== 'number' || !Number.isInteger(length) || length < 1)
    throw new ControlError('length: how many characters are left');
  if (typeof value !== 'string') throw new ControlError('value: the text that is stored');
  return { kind: 'rewrite', field, to, length, value };
}
