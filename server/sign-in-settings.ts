import { z } from 'zod';

/** The sign-in's part of the environment. */
const guid = z
  .string()
  .regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'expected a GUID')
  .transform((text) => text.toLowerCase());
const guids = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter((part) => part !== ''))
  .pipe(z.array(guid));
const address = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''));

export const signInEnvironment = {
  AUTHORITY: address.default('https://login.microsoftonline.com'),
  ENTRA_CLIENT_ID: guid.optional(),
  ENTRA_TENANTS: guids.optional(),
  ENTRA_CLIENT_SECRET: z.string().optional(),
  ENTRA_SCOPE: z.string().optional(),
  // As the provider spells it: some end with a slash.
  OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  ADMINS: z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter((part) => part !== ''))
    .optional(),
  SELF_ENROLMENT: z.enum(['on', 'off']).default('on'),
  TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0),
};

export const SIGN_IN_ADVICE: { readonly [V in keyof typeof signInEnvironment]: string } = {
  AUTHORITY: 'set it to the address of your cloud of Entra (default https://login.microsoftonline.com)',
  ENTRA_CLIENT_ID: 'set it to the application (client) id under which people sign in',
  ENTRA_TENANTS: 'set it to the tenant ids whose people may sign in, with commas between them',
  ENTRA_CLIENT_SECRET:
    'set it to a client secret of that app registration, or leave it out: then only the pane in Outlook signs in',
  ENTRA_SCOPE: 'set it to the scope that the app registration exposes (default api://CLIENT_ID/access_as_user)',
  OIDC_ISSUER: "set it to your own provider's issuer, whose /.well-known/openid-configuration can be read",
  OIDC_CLIENT_ID: 'set it to the client id that your own provider gave Cardbridge',
  OIDC_CLIENT_SECRET: 'set it to the client secret that your own provider gave Cardbridge',
  ADMINS: 'set it to the object ids (or subjects at your own provider) of administrators, with commas between them',
  SELF_ENROLMENT: 'set it to on, or to off to have only those enrolled whom an administrator enrols',
  TRUST_PROXY: 'set it to how many proxies stand before the server (default 0)',
};

type Values = z.output<z.ZodObject<typeof signInEnvironment>>;
type Variable = keyof Values;

export interface SignInConfiguration {
  /** Bearer tokens of the pane, and the dashboard's sign-in where there is a client secret. */
  readonly entra?: {
    readonly authority: string;
    readonly clientId: string;
    readonly clientSecret?: string;
    readonly tenants: readonly string[];
    /** As the pane asks for it: `api://…/access_as_user`. */
    readonly scope: string;
  };
  /** The company's own provider, for the dashboard and the pane's dialog. */
  readonly provider?: { readonly issuer: string; readonly clientId: string; readonly clientSecret: string };
  readonly admins: readonly string[];
  readonly selfEnrolment: boolean;
  /** Proxies before the server. */
  readonly trustProxy: number;
}

/** Puts the variables together; `fail` ends it with what is wrong and the variable's advice. */
export function signInConfiguration(
  values: Values,
  { publicUrl, graphAuthority }: { readonly publicUrl: string; readonly graphAuthority: string },
  fail: (variable: Variable, reason: string) => never,
): SignInConfiguration {
  const { ENTRA_CLIENT_ID: clientId, ENTRA_CLIENT_SECRET: clientSecret, ENTRA_TENANTS: tenants = [] } = values;
  if (clientId === undefined) {
    for (const variable of ['ENTRA_TENANTS', 'ENTRA_CLIENT_SECRET', 'ENTRA_SCOPE'] as const)
      if (values[variable] !== undefined) fail('ENTRA_CLIENT_ID', `${variable} is set without it`);
  } else if (tenants.length === 0) fail('ENTRA_TENANTS', 'nobody could sign in');
  const signsIn = clientId !== undefined || values.OIDC_ISSUER !== undefined;
  if (signsIn && publicUrl.startsWith('http:') && !isLoopback(publicUrl))
    fail('AUTHORITY', `people sign in at ${publicUrl}, which has to be https (PUBLIC_URL)`);
  for (const given of [values.AUTHORITY, ...(values.OIDC_ISSUER === undefined ? [] : [values.OIDC_ISSUER])])
    if (given.startsWith('http:') && !isLoopback(given))
      fail(given === values.AUTHORITY ? 'AUTHORITY' : 'OIDC_ISSUER', `${given} has to be https`);
  if (clientId !== undefined && values.SELF_ENROLMENT === 'on') {
    const home = graphAuthority.split('/').at(-1) ?? '';
    if (!guid.safeParse(home).success)
      fail('SELF_ENROLMENT', `GRAPH_AUTHORITY ends with ${home}, and not with a tenant id, so nobody can be matched`);
  }
  const provider = providerIn(values, fail);
  const scope = values.ENTRA_SCOPE ?? `api://${clientId ?? ''}/access_as_user`;
  return {
    ...(clientId === undefined
      ? {}
      : {
          entra: {
            authority: values.AUTHORITY,
            clientId,
            tenants,
            scope,
            ...(clientSecret === undefined ? {} : { clientSecret }),
          },
        }),
    ...(provider === undefined ? {} : { provider }),
    admins: values.ADMINS ?? [],
    selfEnrolment: values.SELF_ENROLMENT === 'on',
    trustProxy: values.TRUST_PROXY,
  };
}

function providerIn(
  { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret }: Values,
  fail: (variable: Variable, reason: string) => never,
): SignInConfiguration['provider'] {
  if (issuer === undefined && clientId === undefined && clientSecret === undefined) return undefined;
  if (issuer === undefined) return fail('OIDC_ISSUER', 'the sign-in with your own provider needs it');
  if (clientId === undefined) return fail('OIDC_CLIENT_ID', 'the sign-in with your own provider needs it');
  if (clientSecret === undefined) return fail('OIDC_CLIENT_SECRET', 'the sign-in with your own provider needs it');
  return { issuer, clientId, clientSecret };
}

/** Whether an address is this machine's own. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d+){3}$/.test(hostname);
}
