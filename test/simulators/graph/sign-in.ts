import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { SimulatorContext } from '../kit/context.ts';
import type { SimRequest, SimResponse } from '../kit/message.ts';

interface IssuedToken {
  readonly until: number;
}

const LIFETIME_SECONDS = 3599;

/** Entra's token endpoint for one app (client credentials), and whose a token is. */
export class SignIn {
  private readonly context: SimulatorContext;
  private readonly issued;
  private readonly people: ReadonlyMap<string, string>;

  constructor(context: SimulatorContext) {
    this.context = context;
    this.issued = context.state.collection<IssuedToken>('graph/tokens');
    this.people = new Map(context.users.map((user) => [user.mailboxToken, user.email]));
  }

  isTokenRequest({ method, path }: SimRequest): boolean {
    return method === 'POST' && /\/oauth2\/v2\.0\/token$/.test(path);
  }

  /** "Microsoft identity platform and the OAuth 2.0 client credentials flow". */
  token(request: SimRequest): SimResponse {
    const { product, clock } = this.context;
    const form = new URLSearchParams(request.body.toString('utf8'));
    const refuse = (error: string, description: string, status = 400): SimResponse => ({
      status,
      body: { error, error_description: description, error_codes: [], timestamp: clock.date().toISOString() },
    });
    if (!request.path.startsWith(`/${product.tenantId}/`))
      return refuse(
        'invalid_request',
        'AADSTS90002: Tenant not found. Check to make sure you have the correct tenant ID.',
      );
    if (form.get('grant_type') !== 'client_credentials')
      return refuse('unsupported_grant_type', 'AADSTS70003: The app requested an unsupported grant type.');
    if (form.get('client_id') !== product.graphClientId)
      return refuse('unauthorized_client', 'AADSTS700016: Application was not found in the directory.', 401);
    if (!equal(form.get('client_secret') ?? '', product.graphClientSecret))
      return refuse('invalid_client', 'AADSTS7000215: Invalid client secret provided.', 401);
    if (!/\/\.default$/.test(form.get('scope') ?? ''))
      return refuse('invalid_scope', 'AADSTS1002012: The scope must end with /.default.');
    const token = `eyJ0.${randomBytes(32).toString('base64url')}`;
    for (const [old, { until }] of [...this.issued.entries()]) if (until < clock.now()) this.issued.delete(old);
    this.issued.put(token, { until: clock.now() + LIFETIME_SECONDS * 1000 });
    return {
      status: 200,
      body: {
        token_type: 'Bearer',
        expires_in: LIFETIME_SECONDS,
        ext_expires_in: LIFETIME_SECONDS,
        access_token: token,
      },
    };
  }

  /** The app (any mailbox), or a person (their own); undefined: not known or expired. */
  whose(request: SimRequest): { readonly app: true } | { readonly app: false; readonly user: string } | undefined {
    const [, token] = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
    if (token === undefined) return undefined;
    const user = this.people.get(token);
    if (user !== undefined) return { app: false, user };
    const issued = this.issued.get(token);
    return issued === undefined || issued.until < this.context.clock.now() ? undefined : { app: true };
  }
}

function equal(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
