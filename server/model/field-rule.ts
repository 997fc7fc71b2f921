import type { FieldKind, FieldName } from './contact.ts';

export type Direction = 'both' | 'up' | 'down' | 'off';

/** Everything the planner must know of one mapped field; made of the defaults, the admin's settings and the org's schema. */
export interface FieldRule {
  readonly field: FieldName;
  readonly kind: FieldKind;
  readonly direction: Direction;
  /** The mailbox holds several values; the first is the mapped one (C1). `limit`: how many it takes. */
  readonly slot?: { readonly limit: number };
  /** The CRM's maximum length in characters. */
  readonly maxLength?: number;
  /** Picklist: the stored value and its label. For addresses: see `states` and `countries`. */
  readonly values?: readonly PicklistValue[];
  readonly restricted?: boolean;
  readonly states?: readonly PicklistValue[];
  readonly countries?: readonly PicklistValue[];
  readonly crmWritable: boolean;
  readonly crmCreatable: boolean;
  /** The CRM refuses a record without it. */
  readonly required: boolean;
}

export interface PicklistValue {
  readonly value: string;
  readonly label: string;
}
