import { z } from 'zod';
import { endpoint, OUTSIDE } from './endpoint.ts';
import * as schema from './schemas-undo.ts';

const params = z.object({ id: z.string().max(100) });

const ofSession = z.object({
  session: z
    .string()
    .max(100)
    .optional()
    .meta({ description: 'What this session did to the contact; absent: the latest one that wrote to it.' }),
});

/** J1. 410: what was written longer ago than undo is promised for. */
export const undoEndpoints = {
  undoSession: endpoint({
    method: 'post',
    path: '/api/sessions/{id}/undo',
    summary: 'Undoes what a session did, within 30 days (J1); answers the session that did it, when it is over',
    access: 'person',
    params,
    reply: schema.undoneSession,
    problems: [404, 409, 410],
  }),
  previewUndoSession: endpoint({
    method: 'post',
    path: '/api/sessions/{id}/undo/preview',
    summary: 'What undoing a session would do now, and what would stay because it was edited later (J1)',
    access: 'person',
    params,
    reply: schema.undoPreview,
    problems: [404, 409, 410, ...OUTSIDE],
  }),
  undoContact: endpoint({
    method: 'post',
    path: '/api/contacts/{id}/undo',
    summary: 'Undoes what a session did to this contact (J1)',
    access: 'person',
    params,
    query: ofSession,
    reply: schema.undonePerson,
    problems: [404, 409, 410],
  }),
  previewUndoContact: endpoint({
    method: 'post',
    path: '/api/contacts/{id}/undo/preview',
    summary: 'What undoing a session for this contact would do now (J1)',
    access: 'person',
    params,
    query: ofSession,
    reply: schema.undoPreview,
    problems: [404, 409, 410, ...OUTSIDE],
  }),
};
