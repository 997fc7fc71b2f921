import type { Connecting, Connection, CrmConnector, RefreshToken } from '../connectors/crm.ts';
import { FailureError } from '../model/failure.ts';
import { STOP_OF_THE_SIGN_IN, type MailboxMemory } from '../model/mailbox.ts';
import type { ConnectionCounts } from '../store/standing.ts';
import type { Store } from '../store/store.ts';
import { keptToken, tokenName } from './context.ts';
import { NotPossible } from './engine.ts';

/** As whom Salesforce is called for a mailbox (S6). `own`: by their own OAuth; `jwt`: by the username that an administrator named. */
export interface ConnectionStanding {
  readonly how: 'own' | 'jwt' | 'none';
  /** Whether they can connect themselves here. */
  readonly possible: boolean;
  readonly username?: string;
  readonly orgId?: string;
  readonly instanceUrl?: string;
  /** ISO 8601. */
  readonly since?: string;
}

/** A person's own connection to Salesforce, from its beginning to its end. */
export interface Connections {
  standing(mailbox: MailboxMemory): ConnectionStanding;
  /** Whether Salesforce let them in the last time; undefined: it was never asked, or there is nobody to be called as. */
  signedIn(mailbox: MailboxMemory): boolean | undefined;
  /** How many mailboxes are called how, and how many of these Salesforce lets in no more. */
  counts(): Promise<ConnectionCounts>;
  /** Throws NotPossible where nobody connects themselves. */
  allowed(): void;
  begin: Connecting['begin'];
  /** Throws FailureError. */
  finish: Connecting['finish'];
  /** From now on they are called with it. Throws NotPossible (`other-org`, J5), and the token is revoked. */
  keep(mailbox: MailboxMemory, connection: Connection): Promise<MailboxMemory>;
  /** A connection that is not wanted after all: revoked as far as Salesforce can be asked. */
  discard(connection: Connection): Promise<boolean>;
  /** Forgets the token and nothing else. `revoked`: Salesforce has heard of it. Throws NotPossible where they have no connection of their own. */
  disconnect(mailbox: MailboxMemory): Promise<{ readonly mailbox: MailboxMemory; readonly revoked: boolean }>;
}

/** The token of a person's own connection, where it is kept; of none other that they make later (S6). */
export function ownToken(store: Store, { id, connectedAt }: Pick<MailboxMemory, 'id' | 'connectedAt'>): RefreshToken {
  const name = tokenName({ id });
  return {
    connection: `${id}/${connectedAt ?? ''}`,
    using: (use) =>
      store.secrets.alone(name, async () => {
        const now = await store.mailboxes.byId(id);
        const token = now?.connectedAt === connectedAt ? await store.secrets.get(name) : undefined;
        if (token === undefined)
          throw new FailureError({
            kind: 'signed-out',
            code: 'not-connected',
            message: 'The connection has ended, or another has taken its place.',
          });
        return use(token, (by) => store.secrets.set(name, by));
      }),
  };
}

/** Ends a token at Salesforce, as far as it can be asked; whether it has heard of it. */
export async function revokeToken({ connecting }: CrmConnector, token: string): Promise<boolean> {
  try {
    await connecting?.revoke(token);
    return connecting !== undefined;
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    return false;
  }
}

export function createConnections({ store, crm }: { readonly store: Store; readonly crm: CrmConnector }): Connections {
  const connecting = (): Connecting => {
    if (crm.connecting === undefined) throw new NotPossible({ code: 'salesforce-by-admin', params: {} });
    return crm.connecting;
  };
  const revoke = (token: string) => revokeToken(crm, token);
  return {
    standing({ crmUsername: username, orgId, crmUrl, connectedAt }) {
      const possible = crm.connecting !== undefined;
      const named = username !== '' && crm.byUsername;
      if (connectedAt === null && !named) return { how: 'none', possible };
      return {
        how: connectedAt === null ? 'jwt' : 'own',
        possible,
        username,
        ...(orgId === null ? {} : { orgId }),
        ...(crmUrl === null ? {} : { instanceUrl: crmUrl }),
        ...(connectedAt === null ? {} : { since: connectedAt }),
      };
    },
    signedIn(mailbox) {
      if (this.standing(mailbox).how === 'none') return undefined;
      if (mailbox.stopped !== null && STOP_OF_THE_SIGN_IN.test(mailbox.stopped.code)) return false;
      return mailbox.crmUserId === null ? undefined : true;
    },
    counts: () => store.overview.connections(crm.byUsername),
    allowed: () => void connecting(),
    begin: (redirectUri, state) => connecting().begin(redirectUri, state),
    finish: (code, verifier, redirectUri) => connecting().finish(code, verifier, redirectUri),
    async keep(mailbox, connection) {
      const { identity, refreshToken } = connection;
      // J5: links belong to one org.
      if (mailbox.orgId !== null && mailbox.orgId !== identity.orgId) {
        await revoke(refreshToken);
        throw new NotPossible({ code: 'salesforce-other-org', params: { username: identity.username } });
      }
      const name = tokenName(mailbox);
      const clearStop = mailbox.stopped !== null && STOP_OF_THE_SIGN_IN.test(mailbox.stopped.code);
      const { before, connected } = await store.secrets.alone(name, async () => {
        const { token: known } = await keptToken(store, mailbox);
        await store.secrets.set(name, refreshToken);
        return {
          before: known,
          connected: await store.mailboxes.connect(mailbox.id, identity.username, { clearStop }),
        };
      });
      if (before !== undefined && before !== refreshToken) await revoke(before);
      return connected;
    },
    discard: ({ refreshToken }) => revoke(refreshToken),
    async disconnect(mailbox) {
      if (mailbox.connectedAt === null) throw new NotPossible({ code: 'salesforce-by-admin', params: {} });
      const name = tokenName(mailbox);
      const { token, lost, disconnected } = await store.secrets.alone(name, async () => {
        const known = await keptToken(store, mailbox);
        const after = await store.mailboxes.connect(mailbox.id, null);
        await store.secrets.remove(name);
        return { ...known, disconnected: after };
      });
      return { mailbox: disconnected, revoked: !lost && (token === undefined || (await revoke(token))) };
    },
  };
}
