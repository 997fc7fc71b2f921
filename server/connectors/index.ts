import type { OrgSettings } from '../model/settings.ts';
import type { CrmConnector } from './crm.ts';
import { createGraphConnector } from './graph/connector.ts';
import type { GraphOptions } from './graph/client.ts';
import type { MailboxConnector } from './mailbox.ts';
import { createSalesforceConnector, type SalesforceOptions } from './salesforce/connector.ts';

export interface ConnectorOptions {
  readonly graph: Omit<GraphOptions, 'caFile'>;
  readonly salesforce: Pick<SalesforceOptions, 'loginUrl' | 'apiVersion' | 'clientId' | 'privateKey' | 'log'>;
  readonly caFile?: string;
  readonly settings: Pick<OrgSettings, 'mappings' | 'externalKeyField'>;
}

export interface Connectors {
  readonly mailboxes: { readonly [S in MailboxConnector['service']]?: MailboxConnector };
  readonly crm: CrmConnector;
}

/** The list of connectors: a new service is added here. */
export function createConnectors({ graph, salesforce, caFile, settings }: ConnectorOptions): Connectors {
  const trust = caFile === undefined ? {} : { caFile };
  const { mappings, externalKeyField } = settings;
  return {
    mailboxes: { graph: createGraphConnector({ ...graph, ...trust, mappings }) },
    crm: createSalesforceConnector({ ...salesforce, ...trust, mappings, externalKeyField }),
  };
}
