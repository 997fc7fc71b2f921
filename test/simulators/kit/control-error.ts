/** A control request that is not of the contract's form: a 400 with this text. */
export class ControlError extends Error {
  override readonly name = 'ControlError';
}
