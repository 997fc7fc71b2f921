import { z } from 'zod';
import { STANDARD_FIELDS } from '../model/contact.ts';
import { RECIPIENT_TYPES } from '../planner/recipients.ts';
import { list, reason, status } from './schemas.ts';

/** The words of the API about people: their status, what is asked of them, and the card of someone new. */
const choice = z
  .object({ id: z.string(), name: z.string(), email: z.string(), account: z.string().optional() })
  .readonly();

export const person = z
  .object({
    id: z.string().optional().meta({ description: 'Of the contact behind it, where there is one.' }),
    email: z.string(),
    name: z.string().optional(),
    status,
    reason: reason.optional(),
    why: z.string().meta({ description: 'Why this status, in one sentence (T5).' }),
    choices: list(choice).optional(),
    conflicts: list(z.object({ field: z.string(), kept: z.string(), lost: z.string() }).readonly())
      .optional()
      .meta({ description: 'What both sides changed (C2): `put-back` takes one field, `keep` ends them all.' }),
    fixable: z
      .literal(true)
      .optional()
      .meta({ description: 'Fields are named that may be put right: `GET /api/contacts/{id}/refused-fields` (C5).' }),
    noSwitch: z.literal(true).optional().meta({ description: 'There is no switch; `why` says why (T6).' }),
    kind: z
      .enum(['group', 'room', 'no-reply', 'no-address'])
      .optional()
      .meta({ description: 'Absent: a person (T6).' }),
    colleague: z.boolean().optional().meta({ description: "Of one's own company (T6)." }),
    recordId: z.string().optional(),
    account: z.string().optional(),
    owner: z.string().optional(),
    openUrl: z.url().optional().meta({ description: 'Opens the record in Salesforce.' }),
    syncedAt: z.iso.datetime().optional(),
    session: z.string().optional().meta({
      description: 'Of a change alone: the session that wrote for it, which an undo of the contact can name.',
    }),
    checking: z
      .literal(true)
      .optional()
      .meta({ description: 'Salesforce has not been asked: ask again without `local`.' }),
    asOf: z.iso.datetime().optional().meta({
      description: 'What is said of Salesforce was so then, and may be over: it is asked again, or cannot be.',
    }),
  })
  .meta({ id: 'Person' });

export const people = z.object({
  people: list(person),
  unreachable: reason.optional().meta({ description: 'Salesforce cannot be asked: the statuses are what is known.' }),
});

export const recipientType = z.enum(RECIPIENT_TYPES);

const recipient = z.strictObject({
  email: z.string().max(320).meta({ description: 'As the item has it; one that is no SMTP address has no switch.' }),
  name: z.string().max(300).optional(),
  type: recipientType.optional().meta({ description: "Office.js's recipientType, or `room`." }),
});

export const peopleQuery = z
  .strictObject({
    emails: z.array(z.string().max(320)).max(100).optional(),
    people: z.array(recipient).max(100).optional().meta({ description: 'The same with names and types.' }),
    local: z.boolean().default(false).meta({ description: 'Ask nothing of Salesforce: what is known, at once.' }),
  })
  .refine(({ emails, people: named }) => (emails === undefined) !== (named === undefined), '`emails` or `people`');

export const contact = z
  .object({ ...person.shape, id: z.string(), email: z.string().optional() })
  .meta({ id: 'Contact' });

const address = z.strictObject({
  street: z.string().max(1000).default(''),
  city: z.string().max(200).default(''),
  state: z.string().max(200).default(''),
  postalCode: z.string().max(50).default(''),
  country: z.string().max(200).default(''),
});
const fieldName = z.union([z.enum(STANDARD_FIELDS), z.templateLiteral(['custom:', z.string().min(1)])]);
export const field = fieldName.meta({ id: 'FieldName' });

export const personChange = z
  .discriminatedUnion('sync', [
    z.strictObject({
      sync: z.literal(true),
      name: z.string().max(300).optional(),
      fields: z.partialRecord(fieldName, z.union([z.string().max(32_000), address])).optional(),
      item: z
        .string()
        .max(500)
        .optional()
        .meta({ description: 'Of several items with the address, this one: of `items` in the 409 (U6).' }),
      cardFirst: z.literal(true).optional().meta({
        description:
          'Someone whom neither side has is not made: 409 `card-first`, for the card to be shown (T1); nor is who may be one of several records: 409 `several-records-with-address`, for one of `choices` to be chosen (P1).',
      }),
      choice: z
        .string()
        .max(40)
        .optional()
        .meta({ description: 'The id of one of the records offered as `choices`, or `new` (P1).' }),
    }),
    z.strictObject({ sync: z.literal(false), mode: z.enum(['keep-both', 'remove']) }),
  ])
  .meta({ id: 'PersonChange' });

const picklist = list(z.object({ value: z.string(), label: z.string() }).readonly());
const asked = {
  field: fieldName,
  kind: z.enum(['text', 'email', 'phone', 'date', 'note', 'address', 'picklist', 'boolean']),
  maxLength: z.number().optional(),
  values: picklist.optional(),
};
const values = z
  .partialRecord(fieldName, z.union([z.string(), address]))
  .meta({ description: 'As the switch takes them.' });

export const refusedFields = z
  .object({
    fields: list(
      z
        .object({
          ...asked,
          label: z.string().optional().meta({ description: 'Of a field that only the org knows.' }),
          required: z.boolean(),
          partLengths: z
            .object({
              street: z.number(),
              city: z.number(),
              state: z.number(),
              postalCode: z.number(),
              country: z.number(),
            })
            .optional()
            .meta({ description: 'Of an address: how long its parts may be.' }),
          states: picklist.optional().meta({ description: "Of an address: the org's own list." }),
          countries: picklist.optional(),
        })
        .readonly(),
    ).meta({ description: 'None: nothing can be put right from here.' }),
    values: values.meta({ description: 'As the contact in Outlook has them now.' }),
  })
  .meta({ id: 'RefusedFields' });

export const card = z
  .object({
    email: z.string(),
    fields: values,
    toCheck: z.boolean().meta({ description: 'The names were made of the address.' }),
    companyFrom: z.enum(['name', 'synced', 'salesforce']).optional(),
    account: z
      .object({ id: z.string(), name: z.string(), rule: z.enum(['A1', 'A2', 'A4']) })
      .readonly()
      .optional()
      .meta({ description: 'The Account that the record will get; absent: none (A3).' }),
    required: list(z.object({ ...asked, label: z.string() }).readonly()).meta({
      description: 'What the org demands besides the last name; goes into `fields`.',
    }),
    lead: z
      .object({ id: z.string(), name: z.string() })
      .readonly()
      .optional()
      .meta({ description: 'An open Lead has the address.' }),
    unreachable: reason.optional().meta({ description: 'Salesforce cannot be asked: made of what is known here.' }),
  })
  .meta({ id: 'Card' });
