import type { Engine, Preview } from '../../server/engine/engine.ts';
import { statusOf } from '../../server/engine/status.ts';
import type { MailboxMemory } from '../../server/model/mailbox.ts';
import { NO_COUNTS, type Counts, type Session, type SessionState } from '../../server/model/session.ts';
import { DEFAULT_ORG_SETTINGS } from '../../server/model/settings.ts';
import type { Reason } from '../../server/model/link.ts';
import type { Fence, Store } from '../../server/store/store.ts';

/** What a scripted session comes to. */
export interface ScriptedEnd {
  readonly state?: SessionState;
  readonly reason?: Reason;
  readonly counts?: Partial<Counts>;
  readonly planId?: string;
}

type Work = (session: Session, fence: Fence, signal: AbortSignal) => Promise<ScriptedEnd | void>;

const status: Engine['statusOf'] = (account, link) =>
  statusOf(link, { account, org: DEFAULT_ORG_SETTINGS, url: (_account, id) => `https://org.example/${id}` });

/** The Engine interface over a real store: sessions begin and end as the engine's do, and in between do what the test says. */
export function scriptedEngine(store: Store, work: Work, over: Partial<Engine> = {}): Engine {
  const known = async (mailboxId: string): Promise<MailboxMemory> => {
    const mailbox = await store.mailboxes.byId(mailboxId);
    if (mailbox === undefined) throw new Error('no such mailbox');
    return mailbox;
  };
  return {
    async run(mailboxId, sessionId, signal) {
      const { fence } = await store.mailboxes.begin(mailboxId);
      const session = await store.sessions.start(fence, sessionId);
      const end = (await work(session, fence, signal)) ?? {};
      return store.sessions.finish(fence, sessionId, {
        state: end.state ?? 'done',
        reason: end.reason ?? null,
        counts: { ...NO_COUNTS, ...end.counts },
        calls: { mailbox: 0, salesforce: 0 },
        planId: end.planId ?? null,
      });
    },
    preview: async () => ({ id: crypto.randomUUID(), counts: NO_COUNTS, operations: [] }) satisfies Preview,
    previewLeave: async () => ({ id: crypto.randomUUID(), counts: NO_COUNTS, operations: [] }),
    previewUndo: async () => ({ counts: NO_COUNTS, operations: [], kept: [], anew: 0 }),
    refusedFields: async () => ({ fields: [], values: {} }),
    listViews: async () => [],
    checkFilter: async () => undefined,
    async people(mailboxId, asked) {
      const mailbox = await known(mailboxId);
      const { rows } = await store.links.find(mailboxId, { emails: asked.map(({ email }) => email), limit: 100 });
      const people = asked.map(({ email }) => {
        const link = rows.find((row) => row.email === email.toLowerCase());
        return link === undefined ? ({ email, status: 'not synced' } as const) : status(mailbox, link);
      });
      return { people };
    },
    statusOf: status,
    search: async () => ({ people: [] }),
    searchOutlook: async () => [],
    photo: async () => undefined,
    card: async (_mailboxId, { email }) => ({ email, fields: {}, toCheck: true, required: [] }),
    switchOn: async () => '',
    switchOff: async () => undefined,
    putBack: async () => undefined,
    chooseFolder: async (mailboxId) => known(mailboxId),
    ...over,
  };
}
