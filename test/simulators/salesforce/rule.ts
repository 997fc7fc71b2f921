import type { Value } from './schema.ts';

export interface ValidationRule {
  readonly kind: 'validation';
  readonly field: string;
  readonly equals?: Value;
  /** A regular expression. */
  readonly matches?: string;
  readonly message: string;
  /** Where the error is shown; at the top of the page (no field) without it. */
  readonly errorField?: string;
}

export interface DuplicateRule {
  readonly kind: 'duplicate';
  readonly mode: 'block' | 'alert';
  readonly matchOn: readonly string[];
}

/** Somebody else's transaction holds the row. */
export interface LockRule {
  readonly kind: 'lock';
  readonly id: string;
}

export type Rule = ValidationRule | DuplicateRule | LockRule;
