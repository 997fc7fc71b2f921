import { settingsAnswer } from '../answers.ts';
import { endpoints } from '../contract.ts';
import { syncSoon, type House } from '../house.ts';
import { route, type Route } from '../routing.ts';

/** S5: what becomes of a mailbox whose folder is gone. */
export function folderRoutes(house: House): Route[] {
  return [
    route(endpoints.folder, async ({ mailbox, body }) => {
      const now = await house.engine.chooseFolder(mailbox.id, body.choice);
      if (body.choice === 'make-again') await syncSoon(house, now);
      return settingsAnswer(now);
    }),
  ];
}
