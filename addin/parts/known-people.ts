import type { Person } from '../../server/http/contract.ts';

const FIVE_MINUTES = 5 * 60_000;

/** What was answered of whom, so that a message that is looked at again shows its people at once. In memory alone. */
export class KnownPeople {
  private readonly byEmail = new Map<string, { readonly person: Person; readonly at: number }>();
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
   * Of whom Salesforce may still know more is not known whole, and of whom more was known before is left as they were. `asked`: `aged` as it was when they
   * were asked for; an answer from before is asked for again.
   */
  keep(people: readonly Person[], asked = this.agedTimes): void {
    for (const person of people) {
      const key = person.email.toLowerCase();
      const before = this.byEmail.get(key)?.person;
      const whole = person.checking === undefined && person.asOf === undefined;
      const lessThanBefore = !whole && before !== undefined && before.id === person.id && before.checking === undefined;
      if (!lessThanBefore)
        this.byEmail.set(key, { person, at: whole && asked === this.agedTimes ? this.now() : -Infinity });
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
    for (const [email, { person }] of this.byEmail) this.byEmail.set(email, { person, at: -Infinity });
  }
}
