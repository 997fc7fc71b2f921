import type { Person } from '../../server/http/contract.ts';

/** Someone's status, and when the server said so. */
export interface Known {
  readonly person: Person;
  readonly at: number;
}

const FIVE_MINUTES = 5 * 60_000;

/** What was answered of whom, so that a message that is looked at again shows its people at once. In memory alone. */
export class KnownPeople {
  private readonly byEmail = new Map<string, Known>();
  private readonly now: () => number;

  constructor(now: () => number = Date.now) {
    this.now = now;
  }

  /** The last that was heard, however old. */
  get(email: string): Known | undefined {
    return this.byEmail.get(email.toLowerCase());
  }

  /** Those of whom nothing was heard for five minutes. */
  stale(emails: readonly string[]): readonly string[] {
    return emails.filter((email) => this.now() - (this.get(email)?.at ?? -Infinity) > FIVE_MINUTES);
  }

  keep(people: readonly Person[]): void {
    const at = this.now();
    for (const person of people) this.byEmail.set(person.email.toLowerCase(), { person, at });
  }

  /** A session may have changed anybody: what is known is shown on, and asked for again. */
  age(): void {
    for (const [email, { person }] of this.byEmail) this.byEmail.set(email, { person, at: -Infinity });
  }
}
