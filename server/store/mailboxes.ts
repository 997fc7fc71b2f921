import { createHash, randomUUID } from 'node:crypto';
import { sql, type Insertable, type Kysely } from 'kysely';
import type { Reason } from '../model/link.ts';
import type { MailboxMemory } from '../model/mailbox.ts';
import { DEFAULT_MAILBOX_SETTINGS, DEFAULT_ORG_SETTINGS } from '../model/settings.ts';
import { fenced, fencedOff, fenceRow, transact } from './transaction.ts';
import { asMailbox } from './rows.ts';
import { json, nullableJson, type Tables } from './schema.ts';
import type { Store } from './store.ts';

export function createMailboxes(kysely: Kysely<Tables>): Store['mailboxes'] {
  const one = async (id: string) =>
    asMailbox(await kysely.selectFrom('mailboxes').selectAll().where('id', '=', id).executeTakeFirstOrThrow());
  return {
    async enrol(person) {
      const row = await kysely
        .insertInto('mailboxes')
        .values(newMailbox(person))
        .onConflict((conflict) =>
          conflict.column('email').doUpdateSet({
            name: person.name,
            admin: person.admin,
            service: person.service,
            crm_username: person.crmUsername,
          }),
        )
        .returningAll()
        .executeTakeFirstOrThrow();
      return asMailbox(row);
    },
    async enrolPerson({ email: given, name, service, serviceId, identity, crmUsername }) {
      const email = given.toLowerCase();
      const { tenantId, objectId } = identity;
      const username = crmUsername === undefined ? {} : { crm_username: crmUsername };
      return transact(kysely, async (transaction) => {
        const known = await transaction
          .selectFrom('mailboxes')
          .selectAll()
          .where((either) =>
            either.or([either('email', '=', email), either.and({ tenant_id: tenantId, object_id: objectId })]),
          )
          .forUpdate()
          .execute();
        const theirs = known.find((row) => row.tenant_id === tenantId && row.object_id === objectId);
        const addressed = known.find((row) => row.email === email);
        // A reused address, or a person whose new address somebody has.
        if (addressed !== undefined && addressed !== theirs && (addressed.tenant_id !== null || theirs !== undefined))
          return undefined;
        // One person has one mailbox; under a new address it is the same one only if the service says so.
        if (theirs !== undefined && theirs.email !== email && (serviceId === null || theirs.service_id !== serviceId))
          return undefined;
        const before = theirs ?? addressed;
        const row =
          before === undefined
            ? await transaction
                .insertInto('mailboxes')
                .values({
                  ...newMailbox({ email, name, service, admin: false, crmUsername: crmUsername ?? '' }),
                  tenant_id: tenantId,
                  object_id: objectId,
                  service_id: serviceId,
                })
                // Two first requests at once: the second finds what the first one made.
                .onConflict((conflict) => conflict.doNothing())
                .returningAll()
                .executeTakeFirst()
            : await transaction
                .updateTable('mailboxes')
                .set({ name, service, service_id: serviceId, tenant_id: tenantId, object_id: objectId, ...username })
                .where('id', '=', before.id)
                .returningAll()
                .executeTakeFirstOrThrow();
        return row && asMailbox(row);
      });
    },
    async byIdentity({ tenantId, objectId }) {
      const row = await kysely
        .selectFrom('mailboxes')
        .selectAll()
        .where('tenant_id', '=', tenantId)
        .where('object_id', '=', objectId)
        .executeTakeFirst();
      return row === undefined ? undefined : asMailbox(row);
    },
    async byId(id) {
      if (!isUuid(id)) return undefined;
      const row = await kysely.selectFrom('mailboxes').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? undefined : asMailbox(row);
    },
    async byEmail(email) {
      const row = await kysely
        .selectFrom('mailboxes')
        .selectAll()
        .where('email', '=', email.toLowerCase())
        .executeTakeFirst();
      return row === undefined ? undefined : asMailbox(row);
    },
    async all() {
      return (await kysely.selectFrom('mailboxes').selectAll().orderBy('email').execute()).map(asMailbox);
    },
    async begin(id) {
      const row = await kysely
        .updateTable('mailboxes')
        .set({ epoch: sql<number>`epoch + 1` })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow();
      return { fence: { mailboxId: id, epoch: row.epoch }, mailbox: asMailbox(row) };
    },
    async confirm(fence) {
      if ((await fenceRow(fence).execute(kysely)).rows.length === 0) throw fencedOff();
    },
    async remember(fence, change) {
      const set = {
        ...(change.orgId === undefined ? {} : { org_id: change.orgId }),
        ...(change.crmUserId === undefined ? {} : { crm_user_id: change.crmUserId }),
        ...(change.crmUrl === undefined ? {} : { crm_url: change.crmUrl }),
        ...(change.folderId === undefined ? {} : { folder_id: change.folderId }),
        ...(change.cursors === undefined ? {} : { cursors: json(change.cursors) }),
        ...(change.viewVersion === undefined ? {} : { view_version: change.viewVersion }),
        ...(change.viewProblem === undefined ? {} : { view_problem: nullableJson(change.viewProblem) }),
        ...(change.stopped === undefined ? {} : stop(change.stopped)),
        ...(change.firstSessionDone === undefined ? {} : { first_session_done: change.firstSessionDone }),
        ...(change.reconciledAt === undefined ? {} : { reconciled_at: change.reconciledAt }),
        ...(change.lastSessionAt === undefined ? {} : { last_session_at: change.lastSessionAt }),
      };
      if (Object.keys(set).length === 0) return;
      await fenced(kysely, fence, (transaction) =>
        transaction.updateTable('mailboxes').set(set).where('id', '=', fence.mailboxId).execute(),
      );
    },
    async changeSettings(id, change, also = {}) {
      // A filter comes with its own preview, or without one.
      const kept = change.filter === undefined ? sql`settings` : sql`settings - 'filterPreview'`;
      await transact(kysely, async (transaction) => {
        await transaction
          .updateTable('mailboxes')
          .set({
            settings: sql<string>`(${kept}) || ${json(change)}::jsonb`,
            settings_version: sql<number>`settings_version + 1`,
            ...(also.clearStop === true ? stop(null) : {}),
            ...(also.forgetFolder === true ? { folder_id: null, cursors: '{}' } : {}),
          })
          .where('id', '=', id)
          .execute();
        // D5: a settings change replaces a held plan; its old id answers 409 from now on.
        await transaction
          .updateTable('plans')
          .set({ state: 'replaced' })
          .where('mailbox_id', '=', id)
          .where('kind', '=', 'held')
          .where('state', '=', 'open')
          .execute();
      });
      return one(id);
    },
    async connect(id, username, also = {}) {
      await kysely
        .updateTable('mailboxes')
        .set({
          own_crm_username: username,
          connected_at: username === null ? null : new Date(),
          ...(also.clearStop === true ? stop(null) : {}),
        })
        .where('id', '=', id)
        .execute();
      return one(id);
    },
    async takeDue(now, limit, intervalMinutes) {
      const seconds = sql`${intervalMinutes * 60}::integer`;
      // S3: each mailbox has its own place in the interval, whenever it was enrolled and however long nobody worked; half an interval away at least.
      const place = sql`(('x' || substr(md5(id::text), 1, 7))::bit(28)::integer % ${seconds})`;
      const { rows } = await sql<{ id: string }>`
        update mailboxes set next_at = to_timestamp(
            (floor((extract(epoch from ${now}::timestamptz) + ${seconds} / 2 - ${place}) / ${seconds}) + 1) * ${seconds} + ${place}) where id in (
          select id from mailboxes
          where next_at <= ${now} and (settings->>'contactsSync')::boolean and not (settings->>'paused')::boolean
          order by next_at limit ${limit} for update skip locked)
        returning id`.execute(kysely);
      return rows.map((row) => row.id);
    },
    async toTell({ stoppedBefore, toldBefore }, limit) {
      const rows = await kysely
        .selectFrom('mailboxes')
        .selectAll()
        .where('stopped', 'is not', null)
        .where('stopped_since', '<=', stoppedBefore)
        .where((expression) =>
          expression.or([expression('told_at', 'is', null), expression('told_at', '<=', toldBefore)]),
        )
        .where(sql<boolean>`(settings->>'contactsSync')::boolean and not (settings->>'paused')::boolean`)
        .orderBy('stopped_since')
        .limit(limit)
        .execute();
      return rows.map(asMailbox);
    },
    async noteTold(id, at) {
      await kysely.updateTable('mailboxes').set({ told_at: at }).where('id', '=', id).execute();
    },
    async noteLanguage(id, language) {
      await kysely.updateTable('mailboxes').set({ language }).where('id', '=', id).execute();
    },
    async schedule(id, nextAt) {
      await kysely.updateTable('mailboxes').set({ next_at: nextAt }).where('id', '=', id).execute();
    },
    async postpone(id, until) {
      const later = sql<Date>`greatest(next_at, ${until}::timestamptz)`;
      await kysely.updateTable('mailboxes').set({ next_at: later }).where('id', '=', id).execute();
    },
    async leave(fence) {
      await fenced(kysely, fence, async (transaction) => {
        await transaction.deleteFrom('links').where('mailbox_id', '=', fence.mailboxId).execute();
        await transaction
          .updateTable('plans')
          .set({ state: 'replaced' })
          .where('mailbox_id', '=', fence.mailboxId)
          .where('state', '=', 'open')
          .execute();
        await transaction
          .updateTable('mailboxes')
          .set({
            settings: sql<string>`settings || ${json({ contactsSync: false })}::jsonb`,
            settings_version: sql<number>`settings_version + 1`,
            ...NOTHING_SEEN,
            ...NOT_CONNECTED,
          })
          .where('id', '=', fence.mailboxId)
          .execute();
      });
    },
    async forget(id) {
      await transact(kysely, async (transaction) => {
        for (const table of ['links', 'journal', 'kept_items', 'plans', 'sessions', 'session_days'] as const) {
          await transaction.deleteFrom(table).where('mailbox_id', '=', id).execute();
        }
        await transaction
          .updateTable('mailboxes')
          .set({
            settings: json(DEFAULT_MAILBOX_SETTINGS),
            settings_version: sql<number>`settings_version + 1`,
            epoch: sql<number>`epoch + 1`,
            ...NOTHING_SEEN,
          })
          .where('id', '=', id)
          .execute();
      });
    },
  };
}

/** T4: since when it has been stopped, whatever for; when it runs again, its person is told anew of the next stop. */
function stop(reason: Reason | null) {
  if (reason === null) return { stopped: null, stopped_since: null, told_at: null };
  return { stopped: json(reason), stopped_since: sql<Date>`coalesce(stopped_since, now())` };
}

/** Their own token for Salesforce goes with it. */
const NOT_CONNECTED = { own_crm_username: null, connected_at: null } as const;

/** As before the first session. */
const NOTHING_SEEN = {
  org_id: null,
  crm_user_id: null,
  crm_url: null,
  folder_id: null,
  cursors: '{}',
  view_version: null,
  view_problem: null,
  stopped: null,
  stopped_since: null,
  told_at: null,
  first_session_done: false,
  reconciled_at: null,
  last_session_at: null,
} as const;

function newMailbox(
  person: Pick<MailboxMemory, 'email' | 'name' | 'admin' | 'service' | 'crmUsername'>,
): Insertable<Tables['mailboxes']> {
  const email = person.email.toLowerCase();
  return {
    id: randomUUID(),
    email,
    name: person.name,
    admin: person.admin,
    service: person.service,
    crm_username: person.crmUsername,
    settings: json(DEFAULT_MAILBOX_SETTINGS),
    settings_version: 1,
    cursors: '{}',
    first_session_done: false,
    epoch: 0,
    next_at: firstSession(email),
  };
}

/** S3: sessions are spread over the interval, each mailbox at its own place in it. */
function firstSession(email: string): Date {
  const place = createHash('sha256').update(email).digest().readUInt32BE(0) / 2 ** 32;
  return new Date(Date.now() + place * DEFAULT_ORG_SETTINGS.scheduleMinutes * 60_000);
}

export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
