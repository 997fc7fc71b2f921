import type { Person } from '../../server/http/contract.ts';

const FIVE_MINUTES = 5 * 60_000;

interface Known {
  readonly person: Person;
  /** When the whole of it was heard, as long as it counts: it is asked for again five minutes later. */
  readonly at: number;
  /** The same, whether it counts or not. */
  readonly heard: number;
}

/** What was answered of whom, so that a message that is looked at again shows its people at once. In memory alone. */
export class KnownPeople {
  private readonly byEmail = new Map<string, Known>();
  private readonly now: () => number;
  private version: string | undefined;
  private agedTimes = 0;

  constructor(now: () => number = Date.now) {
    this.now = now;
  }

  /** The last that was heard, however old. */
  get(email: string): Person | undefined {
    return this.byEmail.get(email.toLowerCase())?.person;
  }

  /** Whether nothing whole was heard of them for five minutes. */
  isStale(email: string): boolean {
    return this.now() - (this.byEmail.get(email.toLowerCase())?.at ?? -Infinity) > FIVE_MINUTES;
  }

  /** How often it was aged. */
  get aged(): number {
    return this.agedTimes;
  }

  /**
   * Of whom Salesforce may still know more is not known whole, and of whom more was known before is left as they were: while it is asked without a word, and
   * with the time where it could not be. `asked`: `aged` as it was when they were asked for; an answer from before is asked for again.
   */
  keep(people: readonly Person[], asked = this.agedTimes): void {
    for (const person of people) {
      const key = person.email.toLowerCase();
      const before = this.byEmail.get(key);
      const whole = saysAll(person) && person.asOf === undefined;
      if (saysAll(person) || before === undefined || before.person.id !== person.id || !saysAll(before.person)) {
        const heard = this.now();
        this.byEmail.set(key, { person, at: whole && asked === this.agedTimes ? heard : -Infinity, heard });
      } else if (person.checking === undefined) this.date([key]);
    }
  }

  /** Nobody could be asked about these: what is known of them carries its time from now on. */
  date(emails: readonly string[]): void {
    for (const email of emails) {
      const known = this.byEmail.get(email.toLowerCase());
      if (known === undefined || !saysAll(known.person)) continue;
      const { asOf = new Date(known.heard).toISOString() } = known.person;
      this.byEmail.set(email.toLowerCase(), { ...known, person: { ...known.person, asOf }, at: -Infinity });
    }
  }

  /** `version` changes when a session may have changed anybody. */
  ageBy(version: string): void {
    if (version === this.version) return;
    this.version = version;
    this.age();
  }

  /** Anybody may have been changed: what is known is shown on, and asked for again. */
  age(): void {
    this.agedTimes += 1;
    for (const [email, known] of this.byEmail) this.byEmail.set(email, { ...known, at: -Infinity });
  }
}

/** Whether it has what Salesforce knows, then or now. */
const saysAll = ({ checking, reason }: Person): boolean =>
  checking === undefined && reason?.code !== 'salesforce-not-asked';
