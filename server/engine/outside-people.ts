import type { Crm } from '../connectors/crm.ts';
import type { CrmRecord, RecordId } from '../model/contact.ts';
import { FailureError } from '../model/failure.ts';
import type { Reason } from '../model/link.ts';
import { asChoice } from '../planner/pairing.ts';

const FIVE_MINUTES = 5 * 60_000;
/** For when Salesforce cannot be reached: what was known is shown with its time, a day at most. */
const A_DAY = 24 * 3_600_000;
const MOST_KEPT = 20_000;

/** A readable record that is not linked here, as far as a status shows it. */
export interface OutsideRecord {
  readonly id: RecordId;
  readonly name: string;
  readonly email: string;
  readonly account: string;
  readonly ownerId: string;
  readonly ownerName: string;
}

/** What is known of one address. `at`: when Salesforce said so, epoch milliseconds, our clock. */
export interface Outside {
  readonly records: readonly OutsideRecord[];
  readonly at: number;
  /** Not older than five minutes, and nothing has happened here since. */
  readonly fresh: boolean;
}

export interface OutsideAnswer {
  /** By address in lower case; absent: nothing is known. */
  readonly of: ReadonlyMap<string, Outside>;
  /** Why Salesforce could not be asked. */
  readonly unreachable?: Reason;
}

/** What Salesforce said of addresses that are not synced here: one query for all, kept five minutes, in memory alone. */
export class OutsidePeople {
  private readonly known = new Map<string, { records: readonly OutsideRecord[]; at: number; stale: boolean }>();

  /** Asks for those that are not fresh, all in one query; `open` absent: asks nothing. A failure of Salesforce is said, not thrown. */
  async lookUp(
    mailboxId: string,
    emails: readonly string[],
    now: number,
    open?: () => Promise<Crm>,
  ): Promise<OutsideAnswer> {
    const asked = emails.filter((email) => this.of(mailboxId, email, now)?.fresh !== true);
    let unreachable: Reason | undefined;
    if (asked.length > 0 && open !== undefined) {
      try {
        this.keep(mailboxId, asked, await ask(await open(), asked), now);
      } catch (error) {
        if (!(error instanceof FailureError)) throw error;
        unreachable = { code: error.failure.code, params: { message: error.failure.message } };
      }
    }
    const of = new Map(
      emails.flatMap((email) => {
        const found = this.of(mailboxId, email, now);
        return found === undefined ? [] : [[email, found] as const];
      }),
    );
    return { of, ...(unreachable === undefined ? {} : { unreachable }) };
  }

  /** A session or a switch of this mailbox: what was known may be over. */
  forget(mailboxId: string): void {
    for (const [key, entry] of this.known) if (key.startsWith(`${mailboxId}/`)) entry.stale = true;
  }

  private of(mailboxId: string, email: string, now: number): Outside | undefined {
    const entry = this.known.get(`${mailboxId}/${email}`);
    if (entry === undefined || now - entry.at > A_DAY) return undefined;
    return { records: entry.records, at: entry.at, fresh: !entry.stale && now - entry.at <= FIVE_MINUTES };
  }

  private keep(mailboxId: string, emails: readonly string[], found: readonly OutsideRecord[], now: number): void {
    for (const email of emails) {
      const key = `${mailboxId}/${email}`;
      const records = found.filter((record) => record.email.toLowerCase() === email);
      // Anew at the end: the oldest go first where there are too many.
      this.known.delete(key);
      this.known.set(key, { records, at: now, stale: false });
    }
    for (const key of this.known.keys()) {
      if (this.known.size <= MOST_KEPT) return;
      this.known.delete(key);
    }
  }
}

async function ask(crm: Crm, emails: readonly string[]): Promise<OutsideRecord[]> {
  const records = await crm.candidates(emails.map((email) => ({ emails: [email], name: '', company: '', phones: [] })));
  return records.map(outsideRecord);
}

export function outsideRecord(record: CrmRecord): OutsideRecord {
  const { id, name, email, account = '' } = asChoice(record);
  return { id, name, email, account, ownerId: record.ownerId, ownerName: record.ownerName ?? '' };
}
