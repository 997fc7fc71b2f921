import type { CrmConnector } from '../connectors/crm.ts';
import type { MailboxConnector } from '../connectors/mailbox.ts';
import type { MailboxMemory } from '../model/mailbox.ts';
import type { Session } from '../model/session.ts';
import type { OrgSettings } from '../model/settings.ts';
import type { Fence, Store } from '../store/store.ts';
import { rulesOfBoth, SessionStop, tokenName, type SessionContext, type WritingContext } from './context.ts';
import { NotPossible, type Engine } from './engine.ts';
import { cardFor } from './card.ts';
import { OutsidePeople, outsideRecord } from './outside-people.ts';
import { MOST_FOUND, peopleStatus, searchPeople } from './people.ts';
import { preview } from './plans.ts';
import { checkFilter, chooseFolder, putBack } from './choices.ts';
import { leavingContext, previewLeave } from './leave.ts';
import { runTask } from './run.ts';
import { statusOf, type RecordUrl } from './status.ts';
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
  const openCrm = async (memory: MailboxMemory) => {
    // S6: there is nobody to be called as until the person connects, or an administrator names their user.
    if (memory.crmUsername === '') throw new NotPossible({ code: 'not-connected', params: {} });
    const refreshToken = await store.secrets.get(tokenName(memory));
    if (memory.connectedAt !== null && refreshToken === undefined)
      throw new NotPossible({ code: 'not-connected', params: {} });
    return parts.crm.open({ username: memory.crmUsername, ...(refreshToken === undefined ? {} : { refreshToken }) });
  };
  const openMailbox = (memory: MailboxMemory) => {
    const connector = parts.mailboxConnectors[memory.service];
    if (connector === undefined)
      throw new NotPossible({ code: 'service-not-connected', params: { service: memory.service } });
    const { email: address, serviceId } = memory;
    return connector.open({ address, ...(serviceId === null ? {} : { id: serviceId }) });
  };
  const context = async (memory: MailboxMemory, signal: AbortSignal): Promise<SessionContext> => {
    const mailbox = openMailbox(memory);
    const crm = await openCrm(memory);
    const identity = await crm.identity();
    // J5: links belong to one org; pointed at another one, the session stops.
    if (memory.orgId !== null && memory.orgId !== identity.orgId)
      throw new SessionStop({ code: 'other-org', params: {} });
    const schema = await crm.schema();
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

  const leaving = (memory: MailboxMemory, signal: AbortSignal) =>
    leavingContext({ store, mailbox: openMailbox(memory), account: memory, org, now, signal });

  return {
    async run(mailboxId, sessionId, signal): Promise<Session> {
      const { fence, mailbox: memory } = await store.mailboxes.begin(mailboxId);
      const session = await store.sessions.start(fence, sessionId);
      outside.forget(mailboxId);
      return runTask({
        store,
        fence,
        memory,
        session,
        open: async () =>
          writing(
            session.task.kind === 'leave' ? leaving(memory, signal) : await context(memory, signal),
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
      return previewUndo(await context(await account(mailboxId), AbortSignal.timeout(600_000)), of);
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
      const lookUp = (emails: readonly string[]) => outside.lookUp(mailboxId, emails, now().getTime(), open);
      return peopleStatus({ store, org, account: memory, url, outside: lookUp }, asked);
    },
    async search(mailboxId, text, how = {}) {
      const memory = await account(mailboxId);
      const find = async () => (await (await openCrm(memory)).search(text, MOST_FOUND)).map(outsideRecord);
      return searchPeople({ store, org, account: memory, url }, text, how.local === true ? undefined : find);
    },
    async searchOutlook(mailboxId, text) {
      return openMailbox(await account(mailboxId)).searchByName(text, MOST_FOUND);
    },
    async card(mailboxId, who) {
      const memory = await account(mailboxId);
      return cardFor({ store, org, account: memory, openCrm: () => openCrm(memory) }, who);
    },
    statusOf: (memory, link) => statusOf(link, { account: memory, org, url }),
    async switchOn(mailboxId, target, wish) {
      const memory = await account(mailboxId);
      if (!memory.settings.contactsSync) throw new NotPossible({ code: 'sync-is-off', params: {} });
      if (memory.folderId === null || memory.orgId === null)
        throw new NotPossible({ code: 'first-session-to-come', params: {} });
      outside.forget(mailboxId);
      const crm = () => openCrm(memory);
      const parts = {
        store,
        org,
        account: memory,
        orgId: memory.orgId,
        folderId: memory.folderId,
        mailbox: openMailbox(memory),
        crm,
        outside: (emails: readonly string[]) => outside.lookUp(mailboxId, emails, now().getTime(), crm),
      };
      return switchOn(parts, target, wish);
    },
    async switchOff(mailboxId, target, mode) {
      return switchOff(store, await account(mailboxId), target, mode);
    },
    async putBack(mailboxId, linkId, field) {
      const memory = await account(mailboxId);
      await putBack(await context(memory, AbortSignal.timeout(60_000)), linkId, field);
    },
    async chooseFolder(mailboxId, choice) {
      return chooseFolder(store, await account(mailboxId), choice);
    },
  };
}

function writing(context: SessionContext, fence: Fence, sessionId: string): WritingContext {
  return { ...context, fence, sessionId };
}
