import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Tables } from './schema.ts';
import { SecretLost, type Store } from './store.ts';

/** Secrets at rest: AES-256-GCM under the configuration's key, bound to their name. */
export function createSecrets(kysely: Kysely<Tables>, key: Buffer, withLocks: Store['withLocks']): Store['secrets'] {
  return {
    alone: (name, work) => withLocks([`secret/${name}`], work),
    async get(name) {
      const row = await kysely.selectFrom('secrets').select('sealed').where('name', '=', name).executeTakeFirst();
      return row === undefined ? undefined : unseal(key, name, row.sealed);
    },
    async set(name, value) {
      const sealed = seal(key, name, value);
      await kysely
        .insertInto('secrets')
        .values({ name, sealed })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ sealed }))
        .execute();
    },
    async remove(name) {
      await kysely.deleteFrom('secrets').where('name', '=', name).execute();
    },
  };
}

/** Text under the key, bound to its name. */
export function seal(key: Buffer, name: string, value: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(name));
  const sealed = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
}

/** Throws SecretLost where the key or the name is another one. */
export function unseal(key: Buffer, name: string, text: string): string {
  const bytes = Buffer.from(text, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
    .setAAD(Buffer.from(name))
    .setAuthTag(bytes.subarray(12, 28));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
  } catch {
    throw new SecretLost(`The secret ${name} cannot be opened: SECRET_KEY is not the one it was stored with.`);
  }
}
