import type { Identity } from '../../model/identity.ts';

/** Which people of Entra may sign in, and who of them administers. */
export interface EntraRules {
  /** `https://login.microsoftonline.com`, without a slash at its end. */
  readonly authority: string;
  /** The tenants whose people may sign in. Lower-case. */
  readonly tenants: readonly string[];
  /** Object ids of administrators, besides those with the app role. Lower-case. */
  readonly admins: readonly string[];
}

export const ADMIN_ROLE = 'Cardbridge.Admin';
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Of a token whose signature holds. */
export type Claims = Readonly<Record<string, unknown>>;

/**
 * The person of verified claims of Entra (v2.0): issuer built from the verified tenant, tenant allowed, keyed by tenant and object id
 * (learn.microsoft.com, "Secure applications and APIs by validating claims"). Undefined, and why, where they are not ours.
 */
export function personIn(
  claims: Claims,
  { authority, tenants, admins }: EntraRules,
): { readonly identity: Identity; readonly name: string; readonly admin: boolean } | { readonly refused: string } {
  const tenantId = text(claims.tid).toLowerCase();
  const objectId = text(claims.oid).toLowerCase();
  if (claims.ver !== '2.0') return { refused: 'not-version-2' };
  if (!GUID.test(tenantId) || !GUID.test(objectId)) return { refused: 'no-identity' };
  if (!tenants.includes(tenantId)) return { refused: 'other-tenant' };
  if (claims.iss !== `${authority}/${tenantId}/v2.0`) return { refused: 'other-issuer' };
  const roles: readonly unknown[] = Array.isArray(claims.roles) ? claims.roles : [];
  return {
    identity: { tenantId, objectId },
    name: text(claims.name),
    admin: roles.includes(ADMIN_ROLE) || admins.includes(objectId),
  };
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
