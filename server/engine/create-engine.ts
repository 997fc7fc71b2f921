import type { CrmConnector } from '../connectors/crm.ts';
import type { MailboxConnector } from '../connectors/mailbox.ts';
import type { MayWrite } from '../connectors/may-write.ts';
import type { Reason } from '../model/link.ts';
import type { MailboxMemory } from '../model/mailbox.ts';
import type { Session } from '../model/session.ts';
import type { OrgSettings } from '../model/settings.ts';
import type { Fence, Store } from '../store/store.ts';
import { keptToken, rulesOfBoth, SessionStop, type SessionContext, type WritingContext } from './context.ts';
import { NotPossible, type Engine } from './engine.ts';
import { cardFor } from './card.ts';
import { ownToken, revokeToken } from './connections.ts';
import { OutsidePeople, outsideRecord, type OutsideAnswer } from './outside-people.ts';
import { MOST_FOUND, peopleStatus, searchPeople } from './people.ts';
import { photoOf } from './photo.ts';
import { preview } from './plans.ts';
import { checkFilter, chooseFolder, putBack } from './choices.ts';
import { leavingContext, previewLeave } from './leave.ts';
import { refusedFields } from './refused-fields.ts';
import { runTask } from './run.ts';
import { statusOf, type RecordUrl } from './status.ts';
import { stillOurs } from './still-ours.ts';
import { switchOff, switchOn } from './switches.ts';
import { previewUndo } from './undo.ts';

export interface EngineParts {
  readonly store: Store;
  readonly mailboxConnectors: { readonly [S in MailboxConnector['service']]?: MailboxConnector };
  readonly crm: CrmConnector;
  readonly orgSettings: OrgSettings;
  /** Our clock; tests set it. */
  readonly now?: () => Date;
}

/** Of a session that writes; without: of single calls, which no other worker can take over. */
type Permission = { readonly mayWrite?: MayWrite };

/** What jobs and http use; everything below it is a session of one mailbox. */
export function createEngine(parts: EngineParts): Engine {
  const { store, orgSettings: org } = parts;
  const now = parts.now ?? (() => new Date());
  const outside = new OutsidePeople();
  const url: RecordUrl = ({ crmUrl }, id) => parts.crm.recordUrl(id, crmUrl ?? undefined);

  const account = async (mailboxId: string): Promise<MailboxMemory> => {
    const found = await store.mailboxes.byId(mailboxId);
    if (found === undefined) throw new NotPossible({ code: 'not-enrolled', params: {} });
    return found;
  };
  const openCrm = async (memory: MailboxMemory, may: Permission = {}) => {
    // S6: there is nobody to be called as until the person connects, or an administrator names their user.
    if (memory.crmUsername === '') throw new NotPossible({ code: 'not-connected', params: {} });
    const { token, lost } = await keptToken(store, memory);
    if (lost && memory.connectedAt !== null) throw new SessionStop({ code: 'crm-token-lost', params: {} });
    if (memory.connectedAt !== null && token === undefined)
      throw new NotPossible({ code: 'not-connected', params: {} });
    return parts.crm.open({
      username: memory.crmUsername,
      ...(token === undefined ? {} : { refreshToken: ownToken(store, memory) }),
      ...may,
    });
  };
  const openMailbox = (memory: MailboxMemory, may: Permission = {}) => {
    const connector = parts.mailboxConnectors[memory.service];
    if (connector === undefined)
      throw new NotPossible({ code: 'service-not-connected', params: { service: memory.service } });
    const { email: address, serviceId } = memory;
    return connector.open({ address, ...(serviceId === null ? {} : { id: serviceId }), ...may });
  };
  const context = async (memory: MailboxMemory, signal: AbortSignal, may?: Permission): Promise<SessionContext> => {
    const mailbox = openMailbox(memory, may);
    const crm = await openCrm(memory, may);
    const identity = await crm.identity();
    // J5: links belong to one org; pointed at another one, the session stops.
    if (memory.orgId !== null && memory.orgId !== identity.orgId)
      throw new SessionStop({ code: 'other-org', params: {} });
    const schema = await crm.schema(memory.orgId === null ? 'anew' : undefined);
    return {
      store,
      mailbox,
      crm,
      identity,
      schema,
      rules: rulesOfBoth(schema, mailbox),
      account: memory,
      org,
      now,
      signal,
    };
  };

  const leaving = (memory: MailboxMemory, signal: AbortSignal, may?: Permission) =>
    leavingContext({ store, mailbox: openMailbox(memory, may), account: memory, org, now, signal });

  return {
    async run(mailboxId, sessionId, signal): Promise<Session> {
      const { fence, mailbox: memory } = await store.mailboxes.begin(mailboxId);
      const session = await store.sessions.start(fence, sessionId);
      outside.forget(mailboxId);
      const may = { mayWrite: stillOurs(store, fence, now) };
      return runTask({
        store,
        fence,
        memory,
        session,
        revoke: (token) => revokeToken(parts.crm, token),
        open: async () =>
          writing(
            session.task.kind === 'leave' ? leaving(memory, signal, may) : await context(memory, signal, may),
            fence,
            sessionId,
          ),
      });
    },
    async preview(mailboxId, filter) {
      return preview(await context(await account(mailboxId), AbortSignal.timeout(600_000)), filter);
    },
    async previewLeave(mailboxId, choice) {
      return previewLeave(leaving(await account(mailboxId), AbortSignal.timeout(600_000)), choice);
    },
    async previewUndo(mailboxId, of) {
      return previewUndo(await context(whileOn(await account(mailboxId)), AbortSignal.timeout(600_000)), of);
    },
    async listViews(mailboxId) {
      return (await openCrm(await account(mailboxId))).listViews();
    },
    async checkFilter(memory, filter, previewId) {
      await checkFilter({ store, org, crm: await openCrm(memory) }, memory, filter, previewId);
    },
    async people(mailboxId, asked, how = {}) {
      const memory = await account(mailboxId);
      const open = how.local === true ? undefined : () => openCrm(memory);
      const lookUp = async (emails: readonly string[]): Promise<OutsideAnswer> =>
        memory.settings.contactsSync
          ? outside.lookUp(mailboxId, emails, now().getTime(), open)
          : { of: new Map(), unreachable: SYNC_IS_OFF };
      return peopleStatus({ store, org, account: memory, url, outside: lookUp }, asked);
    },
    async search(mailboxId, text, how = {}) {
      const memory = await account(mailboxId);
      const isLocal = how.local === true || !memory.settings.contactsSync;
      const find = async () => (await (await openCrm(memory)).search(text, MOST_FOUND)).map(outsideRecord);
      return searchPeople({ store, org, account: memory, url }, text, isLocal ? undefined : find);
    },
    async searchOutlook(mailboxId, text) {
      return openMailbox(whileOn(await account(mailboxId))).searchByName(text, MOST_FOUND);
    },
    async photo(mailboxId, linkId) {
      const memory = await account(mailboxId);
      return photoOf({ store, account: memory, openMailbox: () => openMailbox(memory) }, linkId);
    },
    async card(mailboxId, who) {
      const memory = whileOn(await account(mailboxId));
      return cardFor({ store, org, account: memory, openCrm: () => openCrm(memory) }, who);
    },
    async refusedFields(mailboxId, linkId) {
      const memory = whileOn(await account(mailboxId));
      const crm = () => openCrm(memory);
      return refusedFields({ store, org, account: memory, mailbox: openMailbox(memory), crm }, linkId);
    },
    statusOf: (memory, link) => statusOf(link, { account: memory, org, url }),
    async switchOn(mailboxId, target, wish) {
      const memory = whileOn(await account(mailboxId));
      if (memory.folderId === null || memory.orgId === null)
        throw new NotPossible({ code: 'first-session-to-come', params: {} });
      outside.forget(mailboxId);
      const crm = () => openCrm(memory);
      const parts = {
        store,
        org,
        account: memory,
        mailbox: openMailbox(memory),
        crm,
        outside: (emails: readonly string[]) => outside.lookUp(mailboxId, emails, now().getTime(), crm),
      };
      return switchOn(parts, target, wish);
    },
    async switchOff(mailboxId, target, mode) {
      return switchOff(store, await account(mailboxId), target, mode);
    },
    async putBack(mailboxId, linkId, field, change) {
      const memory = whileOn(await account(mailboxId));
      await putBack(await context(memory, AbortSignal.timeout(60_000)), linkId, field, change);
    },
    async chooseFolder(mailboxId, choice) {
      return chooseFolder(store, await account(mailboxId), choice);
    },
  };
}

const SYNC_IS_OFF: Reason = { code: 'sync-is-off', params: {} };

/** S4: off, nothing is read or written, at nobody's asking. */
function whileOn(memory: MailboxMemory): MailboxMemory {
  if (memory.settings.contactsSync) return memory;
  throw new NotPossible(SYNC_IS_OFF);
}

function writing(context: SessionContext, fence: Fence, sessionId: string): WritingContext {
  return { ...context, fence, sessionId };
}
