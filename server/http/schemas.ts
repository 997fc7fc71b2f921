import { z } from 'zod';
import { BLOCKLIST_ENTRY, blocklistEntry } from '../planner/blocklist.ts';

/** The words of the API. Answers carry what is named here and may carry more in later versions; bodies are taken strictly. */
export const list = <T extends z.ZodType>(of: T) => z.array(of).readonly();

export const reason = z
  .object({
    code: z.string().meta({ description: 'Stable; for programs.' }),
    params: z.record(z.string(), z.string()),
    text: z.string().meta({ description: "In the language asked for; the services' own words quoted as they came." }),
  })
  .readonly()
  .meta({ id: 'Reason' });

export const status = z
  .enum([
    'needs attention',
    'conflict',
    'waiting',
    'stopped by you',
    'synced',
    'in Salesforce, outside your view',
    'not synced',
  ])
  .meta({ id: 'Status' });

export const filter = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('all') }),
    z.strictObject({ kind: z.literal('mine') }),
    z.strictObject({ kind: z.literal('view'), listViewId: z.string().min(1).max(40) }),
  ])
  .meta({ id: 'Filter' });

const blocked = z
  .string()
  .max(320)
  .trim()
  .regex(BLOCKLIST_ENTRY, 'an address, or a domain as @example.com')
  .transform(blocklistEntry);

const conflicts = z.enum(['salesforce', 'outlook', 'newest']);

export const settings = z
  .object({
    contactsSync: z.boolean(),
    filter,
    autoRemoval: z.boolean(),
    conflicts,
    paused: z.boolean(),
    blocklist: list(z.string()).meta({ description: 'Addresses, and domains as @example.com (T6).' }),
    preview: z.string().optional().meta({ description: 'The preview with which the filter was saved (F3).' }),
  })
  .meta({ id: 'Settings' });

export const settingsChange = z
  .strictObject({
    contactsSync: z.boolean().optional(),
    filter: filter.optional(),
    autoRemoval: z.boolean().optional(),
    conflicts: conflicts.optional(),
    paused: z.boolean().optional(),
    blocklist: z.array(blocked).max(1000).optional(),
    preview: z.string().max(100).optional(),
  })
  .meta({ id: 'SettingsChange' });

export const listView = z
  .object({ id: z.string(), label: z.string(), usable: z.boolean(), reason: reason.optional() })
  .meta({ id: 'ListView' });

export const number = z.number().int().min(0);
export const counts = z
  .object({
    itemsCreated: number,
    itemsUpdated: number,
    itemsDeleted: number,
    recordsCreated: number,
    recordsUpdated: number,
    recordsDeleted: number,
    conflicts: number,
    refused: number,
  })
  .readonly()
  .meta({ id: 'Counts' });

export const session = z
  .object({
    id: z.string(),
    task: z.enum(['sync', 'contacts', 'apply-plan', 'discard-plan', 'undo-session', 'undo-contact', 'leave']),
    state: z.enum(['queued', 'running', 'done', 'failed', 'held', 'stopped']),
    reason: reason.optional(),
    counts,
    calls: z.object({ mailbox: number, salesforce: number }).readonly(),
    progress: z.object({ done: number, total: number }).readonly(),
    queuedAt: z.iso.datetime(),
    startedAt: z.iso.datetime().optional(),
    finishedAt: z.iso.datetime().optional(),
    plan: z.string().optional().meta({ description: 'The plan that is held, or was applied or discarded (D5).' }),
  })
  .meta({ id: 'Session' });

const fieldEntry = z
  .object({
    field: z.string(),
    before: z.string(),
    after: z.string(),
    from: z.enum(['outlook', 'salesforce', 'us']).meta({ description: 'The side whose change caused it.' }),
  })
  .meta({ id: 'FieldEntry' });

const contactName = z.object({ name: z.string(), email: z.string() }).readonly();

export const operationKind = z.enum([
  'create-item',
  'update-item',
  'remove-item',
  'move-item',
  'release-item',
  'create-record',
  'update-record',
  'delete-record',
  'undelete-record',
  'note',
]);

const operation = z
  .object({
    kind: z.enum([...operationKind.options, 'conflict', 'refused']),
    rule: z.string(),
    contact: contactName,
    fields: list(fieldEntry).optional(),
  })
  .meta({ id: 'Operation' });

export const preview = z.object({ id: z.string(), counts, operations: list(operation) }).meta({ id: 'Preview' });

export const heldPlan = z
  .object({
    id: z.string(),
    state: z.enum(['open', 'replaced', 'applied', 'discarded']),
    createdAt: z.iso.datetime(),
    reason: reason.optional(),
    counts,
    operations: list(operation),
  })
  .meta({ id: 'HeldPlan' });

export const activityEntry = z
  .object({
    id: z.string(),
    at: z.iso.datetime(),
    session: z.string(),
    rule: z.string().meta({ description: 'The number of the rule that caused it.' }),
    kind: operationKind,
    contact: contactName,
    contactId: z.string().optional(),
    fields: list(fieldEntry),
    lost: list(
      z.object({
        field: z.string(),
        value: z.string(),
        side: z.enum(['item', 'record']),
        inForce: z.literal(true).optional().meta({ description: 'The contact has this value now.' }),
      }),
    )
      .optional()
      .meta({ description: 'Values that lost a conflict and can be put back (C2).' }),
    cameBack: z.literal(true).optional().meta({
      description: 'Deleted in Outlook or moved out, it was made again, and is synced still: it can be stopped (D2).',
    }),
    state: z.enum(['open', 'done', 'failed', 'not-done', 'unknown']),
    undone: z.boolean(),
    undoable: z.boolean().meta({
      description:
        'Whether it happened, still stands and can be taken back: by an undo of its session, or of its contact where it is of the latest session that wrote to it (J1).',
    }),
  })
  .meta({ id: 'ActivityEntry' });

export const service = z.enum(['graph', 'ews', 'google']);

export const notice = z
  .object({
    reason,
    action: z.enum([
      'turn-on',
      'resume',
      'choose-folder',
      'review-plan',
      'choose-filter',
      'sync-now',
      'ask-admin',
      'connect-salesforce',
      'wait',
    ]),
  })
  .meta({ id: 'Notice', description: 'Why no session runs or works, with the one action that helps (T4).' });

export const me = z
  .object({
    email: z.string(),
    name: z.string(),
    admin: z.boolean(),
    service,
    folderName: z.string(),
    category: z.string(),
    notice: notice.optional(),
    firstSessionDone: z.boolean(),
    current: session.optional().meta({ description: 'The session that waits or runs.' }),
    held: session.optional().meta({ description: 'The session whose plan is held (D5).' }),
    lastSessionAt: z.iso.datetime().optional(),
    nextAt: z.iso.datetime().optional().meta({ description: 'Absent: sessions run only when asked for.' }),
    contacts: z.object({ linked: number, waiting: number, stopped: number, attention: number, conflict: number }),
  })
  .meta({ id: 'Me' });

const identity = { tenantId: z.string().min(1).max(300), objectId: z.string().min(1).max(300) };
const identityHint = 'Tenant and object id of Entra; issuer and subject of another provider.';

export const enrolment = z
  .strictObject({
    address: z
      .email()
      .max(320)
      .transform((text) => text.toLowerCase())
      .optional()
      .meta({ description: 'Absent: the one that the directory has for the person.' }),
    service: service.default('graph'),
    salesforceUsername: z
      .string()
      .max(200)
      .optional()
      .meta({ description: 'To act as them by the JWT flow; absent: they connect Salesforce themselves (S6).' }),
    person: z.strictObject(identity).optional().meta({ description: identityHint }),
  })
  .meta({ id: 'Enrolment' });

export const knownPerson = z
  .object({ ...identity, name: z.string(), seenAt: z.iso.datetime() })
  .meta({ id: 'KnownPerson', description: identityHint });

export const samplePerson = z
  .object({ name: z.string(), email: z.string(), admin: z.boolean(), service, token: z.string() })
  .meta({ id: 'SamplePerson' });

export const clientConfig = z
  .object({
    entra: z
      .object({ clientId: z.string(), authority: z.string(), scope: z.string() })
      .optional()
      .meta({ description: 'For nested app authentication; absent: not set up.' }),
    page: z.boolean().meta({ description: "Whether `/sign-in` leads to the server's own sign-in." }),
    development: z.boolean().meta({ description: 'Whether there are sample people to sign in as.' }),
    name: z.string(),
    supportUrl: z.string().optional(),
  })
  .meta({ id: 'ClientConfig' });

export const whoAmI = z
  .object({
    name: z.string(),
    admin: z.boolean(),
    mailbox: z.string().optional().meta({ description: 'The address of their mailbox; absent: not enrolled.' }),
    csrfToken: z.string().optional().meta({ description: 'Present where a cookie vouches for the request.' }),
  })
  .meta({ id: 'WhoAmI' });

/** An item of the mailbox as its person would recognise it; live, never kept (U6). */
export const foundItem = z
  .object({
    id: z.string(),
    name: z.string(),
    company: z.string().optional(),
    emails: list(z.string()),
    status: status
      .optional()
      .meta({ description: 'Of one that is remembered already; absent: nobody has asked for it.' }),
  })
  .meta({ id: 'FoundItem' });

/** RFC 9457; `code`, `params` and `text` as in a reason where there is one. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().optional(),
    code: z.string().optional(),
    params: z.record(z.string(), z.string()).optional(),
    errors: list(z.object({ path: z.string(), message: z.string() })).optional(),
    items: list(foundItem).optional().meta({ description: 'Of which one is to be named (U6).' }),
  })
  .meta({ id: 'Problem' });
