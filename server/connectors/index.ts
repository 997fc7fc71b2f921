import type { Direction } from '../model/field-rule.ts';
import type { OrgSettings } from '../model/settings.ts';
import type { CrmConnector } from './crm.ts';
import { createGraphConnector } from './graph/connector.ts';
import type { GraphOptions } from './graph/client.ts';
import { usualPlace } from './graph/places.ts';
import type { MailboxConnector } from './mailbox.ts';
import { createSalesforceConnector, type SalesforceOptions } from './salesforce/connector.ts';
import { mappedFields } from './salesforce/field-map.ts';

export interface ConnectorOptions {
  readonly graph: Omit<GraphOptions, 'caFile'>;
  readonly salesforce: Pick<
    SalesforceOptions,
    'loginUrl' | 'apiVersion' | 'clientId' | 'clientSecret' | 'privateKey' | 'connects' | 'log'
  >;
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

/** A field with its two places, by the services' own names. */
export interface FieldPlaces {
  readonly field: string;
  readonly outlook: string;
  readonly salesforce: string;
  readonly direction: Direction;
}

/** Every field that is mapped, the administrator's on top of the usual ones (A4). */
export const fieldPlaces = (mappings: OrgSettings['mappings']): readonly FieldPlaces[] =>
  mappedFields(mappings).map(({ field, apiName, direction, mapping }) => ({
    field,
    outlook: mapping?.outlook ?? usualPlace(field),
    salesforce: apiName,
    direction,
  }));
