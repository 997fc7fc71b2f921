import type { Directory } from '../connectors/mailbox.ts';
import { loggable, type Log } from '../jobs/log.ts';
import { FailureError, type FailureKind } from '../model/failure.ts';
import type { Identity } from '../model/identity.ts';
import type { MailboxMemory } from '../model/mailbox.ts';
import type { Store } from '../store/store.ts';
import type { SignedIn } from './authenticator.ts';

/** What the administrator lists of a person. */
export type Enrolment = Pick<MailboxMemory, 'service' | 'crmUsername'>;

export interface AdmissionOptions {
  readonly store: Store;
  /** The mailbox of a person of the development sign-in who comes for the first time; undefined: not listed. */
  readonly enrolment: (person: Extract<SignedIn, { by: 'development' }>) => Enrolment | undefined;
  readonly directory?: Directory;
  /** Whether people of the directory's own tenant are enrolled when they first come. */
  readonly selfEnrolment: boolean;
  readonly log: Log;
}

const REFUSED: ReadonlySet<FailureKind> = new Set(['forbidden', 'signed-out', 'rejected']);

/** The person's own mailbox, and nobody else's: by identity, or by address for the development sign-in alone. Undefined: not enrolled. */
export function createAdmission(options: AdmissionOptions): (person: SignedIn) => Promise<MailboxMemory | undefined> {
  const { store, enrolment } = options;
  return async (person) => {
    if (person.by === 'development') {
      const known = await store.mailboxes.byEmail(person.email);
      if (known !== undefined) return known;
      const listed = enrolment(person);
      const { email, name, admin } = person;
      return listed && store.mailboxes.enrol({ email, name, admin, ...listed });
    }
    const { identity, name } = person;
    const known = await store.mailboxes.byIdentity(identity);
    if (known !== undefined) return known;
    const enrolled = await enrolThemselves(options, identity);
    if (enrolled === undefined) await store.people.note(identity, name);
    return enrolled;
  };
}

/** The mailbox that the directory says is theirs: the token's object id is the directory's id, and only in the directory's own tenant. */
async function enrolThemselves(
  { store, directory, selfEnrolment, log }: AdmissionOptions,
  identity: Identity,
): Promise<MailboxMemory | undefined> {
  if (!selfEnrolment || directory?.tenantId === undefined || directory.tenantId !== identity.tenantId) return undefined;
  let found;
  try {
    found = await directory.byId(identity.objectId);
  } catch (error) {
    if (!(error instanceof FailureError) || !REFUSED.has(error.failure.kind)) throw error;
    // Without the permission to look them up nobody is enrolled by themselves, and an administrator still can.
    log.warn({ error: loggable(error) }, 'directory-not-readable');
    return undefined;
  }
  if (found === undefined) return undefined;
  const { id: serviceId, address: email, name } = found;
  const enrolled = await store.mailboxes.enrolPerson({ email, name, service: 'graph', serviceId, identity });
  if (enrolled !== undefined) return enrolled;
  const made = await store.mailboxes.byIdentity(identity);
  if (made === undefined) log.warn({}, 'address-of-somebody-else');
  return made;
}
