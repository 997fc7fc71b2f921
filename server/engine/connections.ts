import type { Connecting, Connection, CrmConnector } from '../connectors/crm.ts';
import { FailureError } from '../model/failure.ts';
import type { MailboxMemory } from '../model/mailbox.ts';
import type { Store } from '../store/store.ts';
import { tokenName } from './context.ts';
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

/** Stops that a new connection ends. */
const OF_THE_SIGN_IN = /^(?:crm-|not-connected$|other-org$)/;

export function createConnections({ store, crm }: { readonly store: Store; readonly crm: CrmConnector }): Connections {
  const connecting = (): Connecting => {
    if (crm.connecting === undefined) throw new NotPossible({ code: 'salesforce-by-admin', params: {} });
    return crm.connecting;
  };
  const revoke = async (token: string): Promise<boolean> => {
    try {
      await crm.connecting?.revoke(token);
      return crm.connecting !== undefined;
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      return false;
    }
  };
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
      const before = await store.secrets.get(tokenName(mailbox));
      await store.secrets.set(tokenName(mailbox), refreshToken);
      const clearStop = mailbox.stopped !== null && OF_THE_SIGN_IN.test(mailbox.stopped.code);
      const connected = await store.mailboxes.connect(mailbox.id, identity.username, { clearStop });
      if (before !== undefined && before !== refreshToken) await revoke(before);
      return connected;
    },
    discard: ({ refreshToken }) => revoke(refreshToken),
    async disconnect(mailbox) {
      if (mailbox.connectedAt === null) throw new NotPossible({ code: 'salesforce-by-admin', params: {} });
      const token = await store.secrets.get(tokenName(mailbox));
      const disconnected = await store.mailboxes.connect(mailbox.id, null);
      await store.secrets.remove(tokenName(mailbox));
      return { mailbox: disconnected, revoked: token === undefined || (await revoke(token)) };
    },
  };
}
