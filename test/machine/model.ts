import type { Card, Contact, Sight } from './sight.ts';
import { inCard, inContact } from './sight.ts';
import { FIELDS, type Field } from './steps.ts';

/** What a person put on a card that we do not map. */
export interface Extras {
  readonly mailbox: number;
  /** The card's. */
  readonly id: string;
  readonly name: string;
  readonly spouse: string;
  /** Empty where there was no first one. */
  readonly email: string;
  readonly phone: string;
  /** Base64 of the photo's bytes. */
  readonly photo: string;
}

/**
 * `upload`: may lead to a new record. `item-lost`: a person deleted a card or took it out of the folder. `record-lost`: a record is gone for somebody, or a
 * card is moved by us. `mark`: a card elsewhere is moved by us. `copy`: there is another card of that name. `private-copy`: one that is not marked lies outside
 * with the key that it was copied with, and nobody looks at it (U6).
 */
export type Cause = 'upload' | 'item-lost' | 'record-lost' | 'mark' | 'copy' | 'private-copy';

interface Happening {
  readonly cause: Cause;
  /** Of the person that it happened to; null: everybody of that mailbox. */
  readonly name: string | null;
  readonly mailbox: number | null;
  readonly at: number;
}

/**
 * What people did, and what follows from it: written down while they do it, with no knowledge of links, plans or bases. The machine's invariants are
 * read from this and from the two sides alone.
 */
export class Model {
  sight: Sight = { cards: [], contacts: [] };
  /** How many things happened: the order of everything. */
  moment = 0;
  /** Typed values that no person has overwritten, cleared, deleted or merged away where they stood. */
  readonly typed = new Map<string, { readonly field: Field; readonly where: string }>();
  readonly extras: Extras[] = [];
  readonly madeByPeople = new Set<string>();
  readonly deletedByPeople = new Set<string>();
  /** Cards that a person deleted, and where they can be restored from. */
  readonly bin: { readonly mailbox: number; readonly id: string; readonly name: string; readonly purged: boolean }[] =
    [];
  /** Every card that a person ever deleted. */
  readonly everBinned = new Set<string>();
  readonly hidden = new Set<string>();
  /** Per mailbox: until which moment auto-removal was on. */
  readonly autoRemovalUntil: number[] = [-1, -1, -1];
  private readonly happenings: Happening[] = [];
  private readonly merged = new Map<string, string>();
  private count = 0;
  /** Everything before was accounted for. */
  private lastQuiet = 0;

  next(): number {
    this.count += 1;
    return this.count;
  }

  /** A value never typed before. */
  type(field: Field, where: string): string {
    const number = this.next();
    const token = field === 'phone' || field === 'mobile' ? `5550${String(number).padStart(4, '0')}` : `w${number}e`;
    this.typed.set(token, { field, where });
    switch (field) {
      case 'phone':
      case 'mobile':
        return `+49 30 ${token.slice(0, 4)} ${token.slice(4)}`;
      case 'notes':
        return `${token}\n${'a longer line of notes '.repeat(number % 3 === 0 ? 15 : 1)}`.trim();
      case 'street':
        return `${token} Main St`;
      case 'title':
      case 'department':
        return number % 4 === 0 ? ` ${token}  of things ` : token;
    }
  }

  /** A person does away with what stands there. */
  destroys(text: string): void {
    const plain = searchable(text);
    for (const token of this.typed.keys()) if (plain.includes(token)) this.typed.delete(token);
  }

  destroysCard(card: Card): void {
    this.destroys(FIELDS.map((field) => inCard(card, field)).join(' '));
  }

  destroysContact(contact: Contact): void {
    for (const field of FIELDS) this.overwrites(contact, field);
  }

  /** The value that is seen, and what was typed there and was not committed when we looked. */
  overwrites(contact: Contact, field: Field): void {
    this.destroys(inContact(contact, field));
    for (const [token, typed] of this.typed)
      if (typed.field === field && typed.where === lateIn(contact.name)) this.typed.delete(token);
  }

  happened(cause: Cause, name: string | null, mailbox: number | null = null): void {
    this.moment += 1;
    this.happenings.push({ cause, name, mailbox, at: this.moment });
  }

  /** From now on the two are one person. */
  mergedInto(loser: string, master: string): void {
    const [from, to] = [this.who(loser), this.who(master)];
    if (from !== to) this.merged.set(from, to);
  }

  /** One name for all that were merged into one. */
  who(name: string): string {
    let at = name;
    for (let into = this.merged.get(at); into !== undefined; into = this.merged.get(at)) at = into;
    return at;
  }

  /** Whether this record, or the one that it was merged into, is hidden from that mailbox's person. */
  isHidden(mailbox: number, recordId: string | null): boolean {
    for (let at = recordId; at !== null; at = this.sight.contacts.find(({ id }) => id === at)?.masterId ?? null)
      if (this.hidden.has(`${mailbox}/${at}`)) return true;
    return false;
  }

  quiet(): void {
    this.lastQuiet = this.moment;
  }

  times(cause: Cause, name: string, mailbox?: number): number {
    return this.find(cause, name, mailbox, 0).length;
  }

  /** Whether something of the kind happened since the last time that everything was accounted for. */
  recently(cause: Cause, name: string, mailbox?: number): boolean {
    return this.find(cause, name, mailbox, this.lastQuiet).length > 0;
  }

  /** D2: a card was deleted or taken out, and auto-removal was on in that mailbox then or later. */
  mayBeRemoved(name: string): boolean {
    return this.find('item-lost', name, undefined, 0).some(
      ({ mailbox, at }) => (this.autoRemovalUntil[mailbox ?? 0] ?? -1) >= at,
    );
  }

  private find(cause: Cause, name: string, mailbox: number | undefined, after: number): readonly Happening[] {
    const whom = this.who(name);
    return this.happenings.filter(
      (one) =>
        one.cause === cause &&
        one.at > after &&
        (one.name === null || this.who(one.name) === whom) &&
        (mailbox === undefined || one.mailbox === null || one.mailbox === mailbox),
    );
  }
}

/** Text in which typed values are looked for, whatever a service made of their spelling. */
export function searchable(text: string): string {
  const plain = text.toLowerCase();
  return `${plain} ${plain.replace(/[\s()+-]/g, '')}`;
}

/** Where a value was typed whose transaction goes on for a while. */
export function lateIn(name: string): string {
  return `late in ${name}`;
}
