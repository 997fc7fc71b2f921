import { createHash, randomUUID } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import { iso, type Tables } from './schema.ts';
import { like } from './like.ts';
import { seal, unseal } from './secrets.ts';
import { SecretLost, type Store } from './store.ts';

const PEOPLE = 200;

/** What is looked up by a token is stored under its hash: who reads the database can use none of it. */
function hashed(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

export function createPeople(kysely: Kysely<Tables>): Store['people'] {
  return {
    async note({ tenantId, objectId }, name) {
      const seen_at = new Date();
      await kysely
        .insertInto('people')
        .values({ id: randomUUID(), tenant_id: tenantId, object_id: objectId, name, seen_at })
        .onConflict((conflict) => conflict.constraint('people_identity').doUpdateSet({ name, seen_at }))
        .execute();
    },
    async withoutMailbox(q = '') {
      const rows = await kysely
        .selectFrom('people')
        .leftJoin('mailboxes', (join) =>
          join
            .onRef('mailboxes.tenant_id', '=', 'people.tenant_id')
            .onRef('mailboxes.object_id', '=', 'people.object_id'),
        )
        .where('mailboxes.id', 'is', null)
        .where(sql<string>`lower(people.name)`, 'like', like(q))
        .select(['people.tenant_id', 'people.object_id', 'people.name', 'people.seen_at'])
        .orderBy('people.seen_at', 'desc')
        .limit(PEOPLE)
        .execute();
      return rows.map((row) => ({
        tenantId: row.tenant_id,
        objectId: row.object_id,
        name: row.name,
        seenAt: iso(row.seen_at),
      }));
    },
  };
}

export function createWebSessions(kysely: Kysely<Tables>): Store['webSessions'] {
  return {
    async start(token, { identity, name, admin }, until) {
      await kysely
        .insertInto('web_sessions')
        .values({
          id: hashed(token),
          tenant_id: identity.tenantId,
          object_id: identity.objectId,
          name,
          admin,
          created_at: new Date(),
          expires_at: until,
        })
        .execute();
    },
    async find(token) {
      const row = await kysely
        .selectFrom('web_sessions')
        .selectAll()
        .where('id', '=', hashed(token))
        .where('expires_at', '>', new Date())
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const { id, tenant_id: tenantId, object_id: objectId, name, admin } = row;
      return { id, identity: { tenantId, objectId }, name, admin };
    },
    async end(id) {
      await kysely.deleteFrom('web_sessions').where('id', '=', id).execute();
    },
    async endAll({ tenantId, objectId }) {
      await kysely
        .deleteFrom('web_sessions')
        .where('tenant_id', '=', tenantId)
        .where('object_id', '=', objectId)
        .execute();
    },
  };
}

export function createTickets(kysely: Kysely<Tables>, key: Buffer): Store['tickets'] {
  const name = (kind: string, id: string) => `ticket/${kind}/${id}`;
  return {
    async put(kind, ticket, content, until) {
      const id = hashed(ticket);
      const sealed = seal(key, name(kind, id), JSON.stringify(content));
      await kysely.insertInto('tickets').values({ id, kind, sealed, expires_at: until }).execute();
    },
    async take(kind, ticket) {
      const id = hashed(ticket);
      // One statement, so that of two who bring the same ticket one gets it.
      const { rows } = await sql<{ sealed: string; live: boolean }>`
        delete from tickets where id = ${id} and kind = ${kind} returning sealed, expires_at > ${new Date()} as live`.execute(
        kysely,
      );
      const [row] = rows;
      if (row?.live !== true) return undefined;
      try {
        return JSON.parse(unseal(key, name(kind, id), row.sealed)) as unknown;
      } catch (error) {
        // A way that began under another key has run out.
        if (error instanceof SecretLost) return undefined;
        throw error;
      }
    },
  };
}
