import { readFileSync } from 'node:fs';
import { createConnectors, type Connectors } from '../../server/connectors/index.ts';
import type { OrgSettings } from '../../server/model/settings.ts';
import type { RunningSimulators } from '../simulators/kit/start.ts';

/** The real connectors, to the simulators; Salesforce by the JWT flow. */
export function connectorsTo(
  { graph, salesforce, caFile }: RunningSimulators,
  settings: OrgSettings,
  loginUrl = salesforce.loginUrl,
): Connectors {
  return createConnectors({
    graph,
    salesforce: {
      loginUrl,
      apiVersion: salesforce.apiVersion.replace(/^v/, ''),
      clientId: salesforce.clientId,
      privateKey: readFileSync(salesforce.privateKeyFile, 'utf8'),
    },
    caFile,
    settings,
  });
}
