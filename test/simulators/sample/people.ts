import { createHash } from 'node:crypto';

/** Who can sign in at the tenant. */
export interface TenantAccount {
  readonly name: string;
  readonly email: string;
  /** Entra's object id: the Graph user's id, and the `oid` of their tokens. */
  readonly objectId: string;
  readonly admin: boolean;
}

/** A sample person: owns a mailbox and a Salesforce user. */
export interface SampleUser extends TenantAccount {
  readonly service: 'graph';
  /** What a check uses to act as this person; never faulted, never logged. */
  readonly mailboxToken: string;
  readonly salesforceToken: string;
  readonly salesforceUserId: string;
  readonly salesforceUsername: string;
}

const PEOPLE = [
  { name: 'Ada Park', email: 'ada@contoso.example', admin: false, id: '005000000000001AAA' },
  { name: 'Ben Ito', email: 'ben@contoso.example', admin: false, id: '005000000000002AAA' },
  { name: 'Cora Lind', email: 'cora@contoso.example', admin: true, id: '005000000000003AAA' },
  { name: 'Dan Empty', email: 'dan@contoso.example', admin: false, id: '005000000000004AAA' },
] as const;

/** As many tenants have: an account for administration alone, and somebody without a licence for a mailbox. */
const WITHOUT_MAILBOX = [
  { name: 'Olga Berg', email: 'olga.admin@contoso.example', admin: true },
  { name: 'Wei Lin', email: 'wei@contoso.example', admin: false },
] as const;

/** Tokens follow from the seed that the simulators' folder keeps, so that they outlive a restart. */
export function samplePeople(seed: string): SampleUser[] {
  const token = (use: string, email: string) =>
    createHash('sha256').update(`${seed}/${use}/${email}`).digest('base64url');
  return PEOPLE.map(({ name, email, admin, id }) => ({
    name,
    email,
    objectId: objectIdOf(seed, email),
    admin,
    service: 'graph',
    mailboxToken: token('mailbox', email),
    salesforceToken: token('salesforce', email),
    salesforceUserId: id,
    salesforceUsername: email,
  }));
}

/** They can sign in, and Graph has no user of theirs. */
export function accountsWithoutMailbox(seed: string): TenantAccount[] {
  return WITHOUT_MAILBOX.map((account) => ({ ...account, objectId: objectIdOf(seed, account.email) }));
}

const objectIdOf = (seed: string, email: string): string =>
  createHash('sha256')
    .update(`${seed}/object/${email}`)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
