/** Whether the contacts shown are another person's than the open mailbox's; addresses are compared as mail does, and an unknown one is no difference. */
export function isSomebodyElses(own: string, openMailbox: string | undefined): boolean {
  if (openMailbox === undefined || openMailbox === '') return false;
  return own.trim().toLowerCase() !== openMailbox.trim().toLowerCase();
}
