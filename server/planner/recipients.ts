/** What a recipient of a message is, as far as a switch goes (T6). */
export type RecipientKind = 'person' | 'group' | 'room' | 'no-reply' | 'no-address';

/** Office.MailboxEnums.RecipientType (learn.microsoft.com/javascript/api/outlook/office.mailboxenums.recipienttype), and the rooms of an appointment's places. */
export const RECIPIENT_TYPES = ['user', 'distributionList', 'externalUser', 'other', 'room'] as const;
export type RecipientType = (typeof RECIPIENT_TYPES)[number];

const SMTP = /^[^@\s/]+@[^@\s]+\.[^@\s]+$/;
/** Mailboxes that nobody reads: those of RFC 5321 (`postmaster`, `MAILER-DAEMON`), and what senders call theirs. */
const NOBODY =
  /^(?:mailer-daemon|postmaster|bounces?|(?:no|do[._-]?not|dont|nicht)[._-]?(?:reply|respond|antworten))(?:$|[._+=-])/;

/** T6: groups, rooms, no-reply addresses and recipients without an SMTP address have no switch. */
export function recipientKind(email: string, type?: RecipientType): RecipientKind {
  if (type === 'distributionList') return 'group';
  if (type === 'room') return 'room';
  const address = email.trim().toLowerCase();
  if (!SMTP.test(address)) return 'no-address';
  return NOBODY.test(address.slice(0, address.lastIndexOf('@'))) ? 'no-reply' : 'person';
}

export function domainOf(email: string): string {
  return email
    .slice(email.lastIndexOf('@') + 1)
    .trim()
    .toLowerCase();
}
