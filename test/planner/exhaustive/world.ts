import type { Link } from '../../../server/model/link.ts';
import type { Decision } from '../../../server/planner/classify.ts';
import { confirm } from '../../../server/planner/confirm.ts';
import type { Observation } from '../../../server/planner/observation.ts';
import type { ContactPlan } from '../../../server/planner/operation.ts';
import { planAttention } from '../../../server/planner/plan-attention.ts';
import { planDownload, type SecondPass } from '../../../server/planner/plan-contact.ts';
import { lookAgain } from '../../../server/planner/needs.ts';
import { planLink } from '../../../server/planner/plan-link.ts';
import { inPlace, plan, type DecidedLink, type Plan, type PlanSettings } from '../../../server/planner/plan.ts';
import { settle } from '../../../server/planner/settle.ts';
import { memory, NOW, pass, planSettings, RULES } from '../../support/builders.ts';
import type { Case } from './cases.ts';
import { Feeds, isRecordChanged } from './feeds.ts';
import { asNew, planNew } from './new-items.ts';
import { readingFor } from './reading.ts';
import { Services } from './services.ts';
import { ATTENTION, EMAIL, FURTHER_EMAIL, KEY } from './sides.ts';
import type { Start } from './start.ts';

const TOMORROW = '2026-05-05T10:00:00.000Z';

/** What of a case holds for a world as long as it lasts. */
export type Terms = Pick<
  Case,
  'autoRemoval' | 'policy' | 'openIntent' | 'viewRead' | 'lookedUp' | 'service' | 'since' | 'blocked'
>;

/** Mailbox, org and memory: the planner plans, its writes are carried out under their guards, and what is to be remembered is. */
export class World {
  readonly services: Services;
  readonly links: Map<string, Link>;
  /** What the first session makes of items that no pair has, and which records it brings down. */
  news: Pick<Plan, 'newItems' | 'download'> | undefined;
  private readonly feeds: Feeds;
  private readonly terms: Terms;
  private blocked: Case['blocked'];
  private now = NOW;
  private complete: boolean;
  private settingsVersion = 's1';
  /** Whether this session tried anything, or remembered anything new. */
  private stirred = false;
  private readonly written = new Set<string>();

  constructor(start: Start, terms: Terms) {
    this.services = new Services(start, terms.service);
    this.feeds = new Feeds(this.services, start.told);
    this.links = new Map(start.links.map((link) => [link.id, link]));
    this.terms = terms;
    this.blocked = terms.blocked;
    this.complete = terms.since === 'day';
  }

  get link(): Link | undefined {
    return this.links.get('l1');
  }

  /** One session. `isLast`: it did nothing, and the next one has nothing new to see; from the same the same is decided, so nothing can happen any more. */
  session(): { readonly decision: Decision | undefined; readonly isLast: boolean } {
    const { openIntent, lookedUp, viewRead } = this.terms;
    this.stirred = false;
    const remember = () =>
      memory({
        links: [...this.links.values()],
        openIntents: new Set(openIntent ? ['l1'] : []),
        settingsVersion: this.settingsVersion,
      });
    const { now, complete } = this;
    const seen = this.feeds.observe(remember(), [...this.links.values()], { now, viewRead, lookedUp, complete });
    this.complete = false;
    this.rememberStamps(seen);
    const planned = plan(seen, remember(), this.settings);
    this.news ??= planned;
    const isFold = ({ decision }: DecidedLink) => decision.action.kind === 'fold';
    // M2: a pair that is folded into another one comes after that one.
    for (const fold of [false, true])
      for (const entry of planned.decided) if (isFold(entry) === fold) this.decided(entry, seen);
    // M1: whose place or record something new is has not been asked, or is about to be known.
    if (lookedUp && !openIntent) this.arrive(planned, seen);
    this.readBack();
    const decision = planned.decided.find(({ link }) => link.id === 'l1')?.decision;
    // What is unknown is told again until it is looked up.
    return { decision, isLast: !this.stirred && (!lookedUp || openIntent || !this.feeds.hasNews) };
  }

  /** The next day, when everything is listed: the services take all, the address is off the list, and nothing is private any more. */
  lift(): void {
    const { services } = this;
    services.refusing = 'takes';
    for (const [id, placed] of services.items) {
      const item = { ...placed.item, private: false, version: services.nextVersion('iv') };
      if (placed.item.private) services.items.set(id, { ...placed, item });
    }
    if (this.blocked !== 'no') this.settingsVersion = 's2';
    this.blocked = 'no';
    this.now = TOMORROW;
    this.complete = true;
  }

  private get settings(): PlanSettings {
    const { autoRemoval } = this.terms;
    const { org, mailbox } = this.blocklists;
    const settings = planSettings({ autoRemoval, conflicts: this.conflicts, blocklist: mailbox });
    return { ...settings, org: { ...settings.org, blocklist: org } };
  }

  private get pass(): SecondPass {
    const { conflicts, blocklists } = this;
    const { org, mailbox } = KEY;
    return pass({ org, mailbox, conflicts, blocklists, attentionCategory: ATTENTION });
  }

  private get conflicts(): 'salesforce' | 'outlook' | 'newest' {
    const { policy } = this.terms;
    return policy === 'salesforce' || policy === 'outlook' ? policy : 'newest';
  }

  private get blocklists() {
    switch (this.blocked) {
      case 'no':
        return { org: [], mailbox: [] };
      case 'by-admin':
        return { org: [EMAIL], mailbox: [] };
      case 'by-person':
        return { org: [], mailbox: [EMAIL.replace(/^.*@/, '@')] };
      case 'by-edit':
        return { org: [], mailbox: [FURTHER_EMAIL] };
    }
  }

  /** Within one stamp it is no edit: the engine remembers the newer version. */
  private rememberStamps({ recordsEdited }: Observation): void {
    for (const [id, isEdited] of recordsEdited) {
      const link = this.links.get(id);
      const record = this.services.record(link?.recordId ?? null);
      if (link !== undefined && record !== undefined && !isEdited && !isRecordChanged(link, record))
        this.links.set(id, { ...link, recordVersion: record.version });
    }
  }

  private decided({ link: { id }, decision }: DecidedLink, seen: Observation): void {
    const stored = this.links.get(id);
    if (stored === undefined) return;
    const link = inPlace(stored, decision);
    const reading = readingFor(link, decision, seen, this);
    this.carryOut(planLink(link, decision, reading, this.pass) ?? lookAgain(link, decision));
  }

  /** What is new on either side: first what goes up, then what comes down. */
  private arrive({ newItems, waiting, download }: Plan, { items }: Observation): void {
    const { services, links } = this;
    const isLinked = (id: string) => [...links.values()].some(({ recordId }) => recordId === id);
    for (const entry of newItems) {
      const item = services.items.get(entry.itemId)?.item;
      if (item === undefined) continue;
      const isOutside = items.get(item.id)?.place === 'elsewhere';
      const link = links.get(waiting.get(item.id)?.id ?? '');
      const org = { records: services.visible, isLinked, isInView: (id: string) => services.isInView(id) };
      this.carryOut(planNew({ entry, link, item, isOutside }, org, this.pass));
    }
    for (const id of download) {
      const record = services.record(id);
      if (record === undefined || isLinked(id)) continue;
      const decision = { rule: 'F4', inView: true, asked: false };
      this.carryOut(planDownload(asNew('salesforce'), record, decision, this.pass));
    }
  }

  private carryOut(made: ContactPlan): void {
    const { link, item } = this.apply(made);
    const flag = link === null || item === null ? null : planAttention(link, item, ATTENTION);
    if (flag !== null) this.apply(flag);
  }

  private apply(made: ContactPlan) {
    const { results, item } = this.services.apply(made);
    const { now, settingsVersion } = this;
    const { link } = settle(made, results, { rules: RULES, now, settingsVersion });
    const before = this.links.get(made.link.id);
    this.stirred ||= made.writes.length > 0 || JSON.stringify(link) !== JSON.stringify(before);
    if (link === null) this.links.delete(made.link.id);
    else this.links.set(link.id, link);
    made.writes.forEach(({ kind }, at) => {
      const isOfRecord = kind === 'update-record' || kind === 'create-record';
      if (isOfRecord && results[at]?.done === true && link?.recordId) this.written.add(link.recordId);
    });
    return { link, item };
  }

  /** C7. */
  private readBack(): void {
    for (const link of this.links.values()) {
      const record = this.written.has(link.recordId ?? '') ? this.services.record(link.recordId) : undefined;
      if (record === undefined) continue;
      const show = { ownerId: record.ownerId, ownerName: 'Ada', accountName: '' };
      this.links.set(link.id, confirm(link, record, RULES, show));
    }
    this.written.clear();
  }
}
