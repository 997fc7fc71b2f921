import { z } from 'zod';
import { connectedHow } from './contract-salesforce.ts';
import { counts, list, me, notice, number, reason, service, session } from './schemas.ts';

/** What an administrator is answered. */
export const health = z
  .enum(['off', 'not-connected', 'stopped', 'held', 'paused', 'failing', 'new', 'ok'])
  .meta({ id: 'Health', description: '`new`: its first session is still to come.' });

export const mailbox = z
  .object({
    email: z.string(),
    name: z.string(),
    admin: z.boolean(),
    service,
    salesforceUsername: z.string(),
    connection: z
      .object({
        how: connectedHow,
        since: z.iso.datetime().optional(),
        signedIn: z
          .boolean()
          .optional()
          .meta({ description: 'Whether Salesforce let them in the last time; absent: it was not asked yet.' }),
      })
      .readonly(),
    contactsSync: z.boolean(),
    paused: z.boolean(),
    health,
    failingSince: z.iso.datetime().optional(),
    notice: notice.optional(),
    firstSessionDone: z.boolean(),
    lastSessionAt: z.iso.datetime().optional(),
    nextAt: z.iso.datetime().optional().meta({ description: 'Absent: sessions run only when asked for.' }),
    contacts: me.shape.contacts,
    current: session.optional().meta({ description: 'The session that waits or runs.' }),
  })
  .meta({ id: 'Mailbox' });

export const day = z
  .object({ day: z.iso.date().meta({ description: 'UTC.' }), sessions: number, failed: number, counts })
  .meta({ id: 'Day' });

export const heldPlanOf = z
  .object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    createdAt: z.iso.datetime(),
    reason: reason.optional(),
    counts,
  })
  .meta({ id: 'HeldPlanOf' });

const direction = z.enum(['both', 'up', 'down', 'off']);

export const installation = z.object({
  settingsFile: z.string().optional().meta({ description: 'Absent: the defaults are in force.' }),
  salesforceApiVersion: z.string(),
  salesforceLoginUrl: z.string(),
  fields: list(z.object({ field: z.string(), outlook: z.string(), salesforce: z.string(), direction })),
});

export const organisation = installation
  .extend({
    folderName: z.string(),
    category: z.string(),
    schedule: z.boolean().meta({ description: 'Whether sessions run by themselves.' }),
    scheduleMinutes: number,
    maximumContacts: number,
    brake: z.object({ contacts: number, percent: z.number(), absolute: number }).readonly(),
    firstUploadLimit: number,
    account: z
      .object({ always: z.string().nullable(), fallback: z.string().nullable(), relink: z.boolean() })
      .readonly(),
    searchBeforeCreate: z.boolean(),
    defaults: z.record(z.string(), z.string()).readonly(),
    blocklist: list(z.string()),
    externalKeyField: z.string(),
    retentionDays: number,
    orgs: list(
      z.object({
        orgId: z.string(),
        url: z.string().nullable(),
        mailboxes: number,
        seen: z
          .object({
            externalKey: z.boolean().meta({ description: 'Whether our external-id field is there and writable (P3).' }),
            usage: z
              .object({ used: number, allowed: number })
              .nullable()
              .meta({ description: 'API calls of the last 24 hours, of all apps and people of the org.' }),
            at: z.iso.datetime(),
          })
          .nullable()
          .meta({ description: 'By the newest session; null: none has run since this is noted.' }),
      }),
    ),
    connections: z.object({ own: number, jwt: number, none: number, refused: number }).readonly().meta({
      description: 'How many mailboxes are called how (S6); `refused`: of those, whom Salesforce lets in no more.',
    }),
  })
  .meta({ id: 'Organisation' });
