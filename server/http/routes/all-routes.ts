import type { House } from '../house.ts';
import type { Route } from '../routing.ts';
import { activityRoutes } from './activity.ts';
import { adminRoutes } from './admin.ts';
import { contactRoutes } from './contacts.ts';
import { findingRoutes } from './finding.ts';
import { folderRoutes } from './folder.ts';
import { leavingRoutes } from './leaving.ts';
import { listViewRoutes } from './list-views.ts';
import { meRoutes } from './me.ts';
import { overviewRoutes } from './overview.ts';
import { peopleRoutes } from './people.ts';
import { previewRoutes } from './preview.ts';
import { salesforceRoutes } from './salesforce.ts';
import { samplePeopleRoutes } from './sample-people.ts';
import { sessionRoutes } from './sessions.ts';
import { settingsRoutes } from './settings.ts';
import { signInRoutes, type SignInGate } from './sign-in.ts';
import { undoRoutes } from './undo.ts';

/** Every endpoint of the contract with what answers it. */
export function allRoutes(house: House, gate: SignInGate): Route[] {
  return [
    meRoutes,
    settingsRoutes,
    listViewRoutes,
    sessionRoutes,
    undoRoutes,
    leavingRoutes,
    previewRoutes,
    peopleRoutes,
    contactRoutes,
    findingRoutes,
    folderRoutes,
    activityRoutes,
    adminRoutes,
    overviewRoutes,
    salesforceRoutes,
    samplePeopleRoutes,
  ]
    .flatMap((routes) => routes(house))
    .concat(signInRoutes(house, gate));
}
