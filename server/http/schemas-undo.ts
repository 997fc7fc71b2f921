import { z } from 'zod';
import * as person from './people-schemas.ts';
import * as schema from './schemas.ts';

/** J1: something that was edited later, or that cannot go back, and so stays as it is. */
export const keptEdit = z
  .object({
    contact: z.object({ name: z.string(), email: z.string() }).readonly(),
    contactId: z.string(),
    field: z.string().optional().meta({ description: 'Absent: the contact as a whole.' }),
    now: z.string().optional().meta({ description: 'What stays.' }),
    instead: z.string().optional().meta({ description: 'What the undo would have put there.' }),
    reason: schema.reason,
  })
  .meta({ id: 'KeptEdit' });

const kept = schema
  .list(keptEdit)
  .meta({ description: 'Later edits and what else stays as it is, the first 200; all of it is in the activity.' });

export const undoneSession = schema.session.extend({ kept }).meta({ id: 'UndoneSession' });
export const undonePerson = person.person.extend({ kept }).meta({ id: 'UndonePerson' });

export const undoPreview = z
  .object({
    counts: schema.counts,
    operations: schema.preview.shape.operations,
    kept,
    anew: z
      .number()
      .int()
      .meta({ description: 'Records that the Recycle Bin holds no longer: they would be made anew.' }),
    lost: schema.reason.optional().meta({ description: 'What is lost with those that would be made anew.' }),
  })
  .meta({ id: 'UndoPreview', description: 'What an undo would do now; nothing is written.' });
