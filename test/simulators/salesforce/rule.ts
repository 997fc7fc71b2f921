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

/** A flow or trigger before the save: the value that is stored is not the one that was sent. */
export interface RewriteRule {
  readonly kind: 'rewrite';
  readonly field: string;
  readonly to: 'upper' | 'cut' | 'value';
  /** `cut`: so many characters are left. */
  readonly length: number;
  /** `value`: what is stored instead. */
  readonly value: string;
}

export type Rule = ValidationRule | DuplicateRule | LockRule | RewriteRule;
