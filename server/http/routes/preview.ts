import { operationAnswer } from '../answers.ts';
import { endpoints } from '../contract.ts';
import type { House } from '../house.ts';
import { asUnusableFilter, ProblemError } from '../problem.ts';
import { route, type Route } from '../routing.ts';

/** J2, F3: what a session would do now. */
export function previewRoutes({ engine }: House): Route[] {
  return [
    route(endpoints.preview, async ({ mailbox, body }) => {
      // S4: off means that nothing is read.
      if (!mailbox.settings.contactsSync) throw new ProblemError(409, 'sync-is-off');
      const { id, counts, operations } = await engine.preview(mailbox.id, body.filter).catch(asUnusableFilter);
      return { id, counts, operations: operations.map(operationAnswer) };
    }),
  ];
}
