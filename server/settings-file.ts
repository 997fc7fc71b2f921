import { readFileSync } from 'node:fs';
import { isCollection, isMap, isPair, isScalar, LineCounter, parseDocument, visit, type Document } from 'yaml';
import { z } from 'zod';
import { STANDARD_FIELDS } from './model/contact.ts';
import { DEFAULT_ORG_SETTINGS, type FieldMapping, type OrgSettings } from './model/settings.ts';
import { BLOCKLIST_ENTRY, blocklistEntry } from './planner/blocklist.ts';

/** Everything that is wrong with the settings file, each as `file:line: reason`. */
export class SettingsFileError extends Error {
  override readonly name = 'SettingsFileError';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`The settings file has to be corrected:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

const name = z.string().trim().min(1);
/** An address, or a domain as `@example.com` (T6). */
const blocked = z
  .string()
  .trim()
  .regex(BLOCKLIST_ENTRY, 'expected an address, or a domain as @example.com')
  .transform(blocklistEntry);
/** The ids of Accounts, and of nothing else, begin so (help.salesforce.com, "Standard Field Record ID Prefix Decoder"). */
const accountId = z
  .string()
  .regex(/^001[a-zA-Z0-9]{12}([a-zA-Z0-9]{3})?$/, 'expected the id of an Account: 15 or 18 characters, 001 first');
const apiName = z.string().regex(/^[A-Za-z]\w*$/, 'expected the API name of a Contact field');

const mapping = z
  .strictObject({
    field: z.enum(STANDARD_FIELDS).optional(),
    outlook: name.optional(),
    salesforce: apiName.optional(),
    direction: z.enum(['both', 'up', 'down', 'off']).default('both'),
  })
  .refine(
    (one) => one.field !== undefined || (one.outlook !== undefined && one.salesforce !== undefined),
    'name `field` (a standard field), or both `outlook` and `salesforce`',
  );

const settings = z.strictObject({
  folderName: name.optional(),
  adoptFolderNames: z.array(name).optional(),
  category: name.optional(),
  attentionCategory: name.nullable().optional(),
  scheduleMinutes: z.number().int().min(5).max(1440).optional(),
  maximumContacts: z.number().int().min(1).max(100_000).optional(),
  brake: z
    .strictObject({
      contacts: z.number().int().min(0).optional(),
      percent: z.number().min(0).max(100).optional(),
      absolute: z.number().int().min(1).optional(),
    })
    .optional(),
  firstUploadLimit: z.number().int().min(0).optional(),
  account: z
    .strictObject({
      always: accountId.nullable().optional(),
      fallback: accountId.nullable().optional(),
      relink: z.boolean().optional(),
    })
    .optional(),
  searchBeforeCreate: z.boolean().optional(),
  defaults: z
    .record(apiName, z.union([z.string(), z.number().transform(String), z.boolean().transform(String)]))
    .optional(),
  mappings: z.array(mapping).optional(),
  blocklist: z.array(blocked).optional(),
  externalKeyField: apiName.optional(),
  retentionDays: z.number().int().min(1).max(365).optional(),
});

type Path = readonly PropertyKey[];

export interface SettingsFile {
  readonly settings: OrgSettings;
  /** `file:line: reason` for a mapping of these settings; the connectors' checkMappings gives it. */
  readonly problemOfMapping: (mapping: FieldMapping, reason: string) => string;
  /** Likewise for what checkSettings names: a field, an Account id or another value that stands in the file. */
  readonly problemOf: (subject: string, reason: string) => string;
}

/** The defaults: what holds without a settings file. */
export const NO_SETTINGS_FILE: SettingsFile = {
  settings: DEFAULT_ORG_SETTINGS,
  problemOfMapping: (_mapping, reason) => reason,
  problemOf: (subject, reason) => `${subject}: ${reason}`,
};

/** Reads the admin's YAML or JSON (A4). Throws SettingsFileError with every problem at once. */
export function readSettingsFile(path: string): SettingsFile {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new SettingsFileError([`${path}:1: cannot be read (${(cause as Error).message})`]);
  }
  return parseSettings(text, path);
}

/** As readSettingsFile, of the text itself; `file` is what the problems name. */
export function parseSettings(text: string, file: string): SettingsFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const at = (offset: number | undefined) => (offset === undefined ? 1 : lines.linePos(offset).line);
  if (document.errors.length > 0)
    throw new SettingsFileError(document.errors.map((error) => `${file}:${at(error.pos[0])}: ${error.message}`));
  const lineOf = (place: Path) => at(offsetOf(document, place));
  const content: unknown = document.toJS() ?? {};
  const parsed = settings.safeParse(content);
  const problems = [
    ...(parsed.success ? [] : parsed.error.issues.flatMap((issue) => told(issue, lineOf))),
    ...doubles(content, lineOf),
  ].sort((a, b) => a.line - b.line);
  if (!parsed.success || problems.length > 0)
    throw new SettingsFileError(problems.map(({ line, reason }) => `${file}:${line}: ${reason}`));
  const whole = withDefaults(parsed.data);
  return {
    settings: whole,
    problemOfMapping: (one, reason) => `${file}:${lineOf(['mappings', whole.mappings.indexOf(one)])}: ${reason}`,
    problemOf: (subject, reason) => `${file}:${at(offsetOfWord(document, subject))}: ${subject}: ${reason}`,
  };
}

function withDefaults(given: z.output<typeof settings>): OrgSettings {
  const set = <T extends object>(values: T | undefined): Partial<T> =>
    Object.fromEntries(Object.entries(values ?? {}).filter(([, value]) => value !== undefined)) as Partial<T>;
  return {
    ...DEFAULT_ORG_SETTINGS,
    ...set(given),
    brake: { ...DEFAULT_ORG_SETTINGS.brake, ...set(given.brake) },
    account: { ...DEFAULT_ORG_SETTINGS.account, ...set(given.account) },
  } as OrgSettings;
}

interface Problem {
  readonly line: number;
  readonly reason: string;
}

function told(issue: z.core.$ZodIssue, lineOf: (place: Path) => number): Problem[] {
  const where = issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ line: lineOf([...issue.path, key]), reason: `${where}unknown setting ${key}` }));
  return [{ line: lineOf(issue.path), reason: `${where}${issue.message}` }];
}

/** Two mappings to one field, on either side: which one would win could not be told. */
function doubles(content: unknown, lineOf: (place: Path) => number): Problem[] {
  const listed = (content as { readonly mappings?: unknown } | null)?.mappings;
  if (!Array.isArray(listed)) return [];
  const seen = new Map<string, number>();
  const problems: Problem[] = [];
  listed.forEach((entry: unknown, index) => {
    if (typeof entry !== 'object' || entry === null) return;
    for (const side of ['field', 'outlook', 'salesforce'] as const) {
      const value: unknown = (entry as Partial<Record<typeof side, unknown>>)[side];
      if (typeof value !== 'string') continue;
      const key = `${side} ${value.toLowerCase()}`;
      const first = seen.get(key);
      const line = lineOf(['mappings', index, side]);
      if (first === undefined) seen.set(key, line);
      else problems.push({ line, reason: `mappings.${index}.${side}: ${value} is mapped already in line ${first}` });
    }
  });
  return problems;
}

/** Where a value stands: its key where it has one; for what is not there, the nearest place around it. */
function offsetOf(document: Document.Parsed, place: Path): number | undefined {
  let node: unknown = document.contents;
  let offset = document.contents?.range[0];
  for (const step of place) {
    if (isMap(node)) {
      const pair = node.items.find((entry) => isScalar(entry.key) && entry.key.value === step);
      if (pair === undefined) return offset;
      offset = (pair.key as { range?: readonly number[] }).range?.[0] ?? offset;
      node = pair.value;
    } else if (isCollection(node)) {
      const entry: unknown = node.items[Number(step)];
      if (entry === undefined || isPair(entry)) return offset;
      offset = (entry as { range?: readonly number[] }).range?.[0] ?? offset;
      node = entry;
    } else return offset;
  }
  return offset;
}

function offsetOfWord(document: Document.Parsed, word: string): number | undefined {
  let found: number | undefined;
  visit(document, {
    Scalar(_key, node) {
      if (node.value !== word) return undefined;
      found = node.range?.[0];
      return visit.BREAK;
    },
  });
  return found;
}
