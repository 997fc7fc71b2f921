/**
 * What can go wrong with the outside world, sorted by what the engine must do next.
 * A connector turns every vendor error into one of these once, at its edge; anything else is a bug and throws as it is.
 */
export type FailureKind =
  /** The thing is not there (any more). */
  | 'gone'
  /** It changed since it was read: look at that contact again in the next plan. */
  | 'stale'
  /** The CRM says that it has this contact already: pair instead of create (P5). */
  | 'duplicate'
  /** The service will not take this value or this contact: skip it and show why (C5). */
  | 'rejected'
  /** Too many calls: not before `until`. */
  | 'throttled'
  /** The service or the way to it is down, or its answer could not be understood: later. */
  | 'unavailable'
  /** The person's sign-in is no longer valid: stop the mailbox, ask the person. */
  | 'signed-out'
  /** The service understood and refuses this person or app: stop the mailbox, ask the person. */
  | 'forbidden'
  /** A delta token or query cursor is no longer known: read everything again. */
  | 'cursor-lost';

/** One field that the service named in its refusal. `field` is ours where it is mapped, else the vendor's own name. */
export interface FieldRefusal {
  readonly field: string;
  readonly message: string;
}

export interface Failure {
  readonly kind: FailureKind;
  /** Stable, ours: the reason code shown and translated (T5), e.g. `crm-required-field-missing`. */
  readonly code: string;
  /** The service's own words, quoted as they came (T5). Never a value of a contact of somebody else. */
  readonly message: string;
  /** `throttled`: epoch milliseconds of our clock before which no call may be made. */
  readonly until?: number;
  /** `rejected`: the fields that the service named; empty when it named none. */
  readonly fields?: readonly FieldRefusal[];
  /** `duplicate`: the ids of the records that the CRM names. */
  readonly records?: readonly string[];
  /** A write whose answer was lost: it may have happened. Its intent stays open and is looked up (P3, J6). */
  readonly maybeDone?: boolean;
}

/** A failure of a whole call. Failures of single contacts are data (`Outcome`), never exceptions. */
export class FailureError extends Error {
  override readonly name = 'FailureError';
  readonly failure: Failure;
  constructor(failure: Failure, options?: ErrorOptions) {
    super(`${failure.kind} (${failure.code}): ${failure.message}`, options);
    this.failure = failure;
  }
}

/** What became of one contact in a batch of writes, in the order of the batch. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };
