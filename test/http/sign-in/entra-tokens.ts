import { createHmac, generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto';
import { exportJWK, SignJWT } from 'jose';

export const AUTHORITY = 'https://login.microsoftonline.com';
export const TENANT = '7b3a1b0e-1111-4000-8000-00000000000a';
export const OTHER_TENANT = '7b3a1b0e-2222-4000-8000-00000000000b';
export const CLIENT_ID = '7b3a1b0e-3333-4000-8000-00000000000c';

interface Key {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

const newKey = (): Key => ({ kid: randomUUID(), ...generateKeyPairSync('rsa', { modulusLength: 2048 }) });

/** A tenant's keys and tokens, as Entra makes them; `fetch` answers for the address of its keys and counts. */
export class EntraTokens {
  keys = [newKey()];
  fetches = 0;
  down = false;

  readonly fetch: typeof fetch = async (input) => {
    this.fetches += 1;
    if (String(input) !== `${AUTHORITY}/common/discovery/v2.0/keys`) throw new Error(`unexpected: ${String(input)}`);
    await new Promise((later) => setTimeout(later, 20));
    if (this.down) return new Response('bad gateway', { status: 502 });
    const keys = await Promise.all(
      this.keys.map(async ({ kid, publicKey }) => ({ ...(await exportJWK(publicKey)), kid, use: 'sig' })),
    );
    return Response.json({ keys });
  };

  rotate(): void {
    this.keys = [newKey()];
  }

  /** A v2.0 access token of this person; `over` changes its claims, undefined leaves one out. */
  token(objectId: string, over: Readonly<Record<string, unknown>> = {}, key: Partial<Key> = {}): Promise<string> {
    const seconds = Math.floor(Date.now() / 1000);
    const tid = over.tid ?? TENANT;
    const claims = {
      aud: CLIENT_ID,
      iss: `${AUTHORITY}/${String(tid)}/v2.0`,
      iat: seconds - 10,
      nbf: seconds - 10,
      exp: seconds + 3600,
      azp: CLIENT_ID,
      name: 'Ada Park',
      preferred_username: 'somebody.else@contoso.example',
      oid: objectId,
      scp: 'access_as_user',
      sub: 'pairwise',
      tid,
      ver: '2.0',
      ...over,
    };
    const { kid, privateKey } = { ...(this.keys[0] as Key), ...key };
    const set = Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
    return new SignJWT(set).setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid }).sign(privateKey);
  }

  /** Signed with somebody else's key under our key's id. */
  forged(objectId: string): Promise<string> {
    return this.token(objectId, {}, { privateKey: newKey().privateKey });
  }

  /** The same claims without a signature. */
  async unsigned(objectId: string): Promise<string> {
    const [, claims = ''] = (await this.token(objectId)).split('.');
    return `${encoded({ alg: 'none', typ: 'JWT' })}.${claims}.`;
  }

  /** Signed by HMAC with our public key as the secret. */
  async confused(objectId: string): Promise<string> {
    const [key] = this.keys as [Key];
    const [, claims = ''] = (await this.token(objectId)).split('.');
    const body = `${encoded({ alg: 'HS256', typ: 'JWT', kid: key.kid })}.${claims}`;
    const secret = key.publicKey.export({ type: 'spki', format: 'pem' });
    return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;
  }

  /** Another's object id put into one's own token. */
  async altered(from: string, to: string): Promise<string> {
    const [head = '', claims = '', signature = ''] = (await this.token(from)).split('.');
    const text = Buffer.from(claims, 'base64url').toString('utf8').replace(from, to);
    return `${head}.${Buffer.from(text).toString('base64url')}.${signature}`;
  }
}

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
