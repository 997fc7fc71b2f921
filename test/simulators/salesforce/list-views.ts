import type { Condition, Query, WhereClause } from '@jetstreamapp/soql-parser-js';
import { ControlError } from '../kit/control-error.ts';
import { ApiError, notFound } from './api-error.ts';
import type { Org } from './org.ts';
import { fullId, makeId } from './record-id.ts';
import type { Json } from './record-json.ts';
import type { ObjectType } from './schema.ts';
import { unquoted } from './soql-condition.ts';
import { parsed, runQuery } from './soql.ts';

export interface ListView {
  readonly id: string;
  readonly developerName: string;
  readonly label: string;
  /** Null where SOQL can't express it. */
  readonly query: string | null;
  readonly shared: boolean;
}

const SELECT =
  'SELECT Name, Account.Name, Title, Phone, Email, toLabel(LeadSource), Owner.Alias, Id, CreatedDate, LastModifiedDate, ' +
  'SystemModstamp, Account.Id, AccountId, Owner.Id, OwnerId FROM Contact';
const ORDER = 'ORDER BY Name ASC NULLS FIRST, Id ASC NULLS FIRST';

const view = (number: number, developerName: string, label: string, condition: string | null): ListView => ({
  id: makeId('00B', number),
  developerName,
  label,
  query: condition === null ? null : [SELECT, condition, ORDER].filter((part) => part !== '').join(' '),
  shared: true,
});

export const STANDARD_VIEWS: readonly ListView[] = [
  view(1001, 'AllContacts', 'All Contacts', ''),
  view(1002, 'MyContacts', 'My Contacts', 'USING SCOPE mine'),
  view(1003, 'NewThisMonth', 'New in the last 30 days', 'WHERE CreatedDate = LAST_N_DAYS:30'),
  view(1004, 'VIPs', 'VIPs', "WHERE VIP__c = true AND LastName != ''"),
  view(1005, 'MyEMEA', 'My contacts in EMEA', "USING SCOPE mine WHERE Region__c = 'EMEA'"),
  view(1006, 'CampaignMembers', 'Members of the spring campaign', null),
];

const RESULTS_DEFAULT = 25;
const RESULTS_MAX = 2000;

/** The list views of Contact (REST API guide, "List Views"). */
export class ListViews {
  private readonly org: Org;
  private readonly kept;

  constructor(org: Org) {
    this.org = org;
    this.kept = org.context.state.collection<ListView>('salesforce/list-views');
  }

  reset(): void {
    this.kept.clear();
    for (const standard of STANDARD_VIEWS) this.kept.put(standard.id, standard);
  }

  /** `sobjects/Contact/listviews`. */
  list(type: ObjectType, base: string, offset: number, empty = false): object {
    const path = `${base}/sobjects/${type.name}/listviews`;
    const all = type.name === 'Contact' ? [...this.kept.values()].filter(({ shared }) => shared) : [];
    const size = Number(this.org.context.switches.get('salesforce-listview-page-size'));
    const end = empty ? offset : offset + size;
    const done = end >= all.length && !empty;
    return {
      done,
      listviews: all.slice(offset, end).map((one) => ({
        describeUrl: `${path}/${one.id}/describe`,
        developerName: one.developerName,
        id: one.id,
        label: one.label,
        resultsUrl: `${path}/${one.id}/results`,
        soqlCompatible: one.query !== null,
        url: `${path}/${one.id}`,
      })),
      nextRecordsUrl: done ? null : `${path}?offset=${String(end)}`,
      size: all.length,
      sobjectType: type.name,
    };
  }

  private find(type: ObjectType, id: string): ListView {
    const full = fullId(id);
    const found = full === undefined ? undefined : this.kept.get(full);
    if (found?.shared !== true || type.name !== 'Contact') throw notFound();
    return found;
  }

  one(type: ObjectType, id: string, base: string): object {
    const { developerName, label, query, id: full } = this.find(type, id);
    const url = `${base}/sobjects/${type.name}/listviews/${full}`;
    const links = { describeUrl: `${url}/describe`, resultsUrl: `${url}/results`, url };
    return { ...links, developerName, id: full, label, soqlCompatible: query !== null };
  }

  describe(type: ObjectType, id: string): object {
    const { id: full, query } = this.find(type, id);
    const soql = query === null ? undefined : parsed(query);
    return {
      cacheable: true,
      columns: soql === undefined ? [] : columnsOf(type, soql),
      id: full,
      orderBy: (soql?.orderBy === undefined ? [] : [soql.orderBy].flat()).map((order) => ({
        fieldNameOrPath: 'field' in order ? order.field : '',
        nullsPosition: (order.nulls ?? 'FIRST').toLowerCase(),
        sortDirection: order.order === 'DESC' ? 'descending' : 'ascending',
      })),
      query,
      relatedEntityId: null,
      scope: soql?.usingScope?.toLowerCase() ?? 'everything',
      scopeEntityId: null,
      sobjectType: type.name,
      whereCondition: soql?.where === undefined ? { conditions: [], conjunction: 'and' } : conditionOf(soql.where),
    };
  }

  results(type: ObjectType, id: string, limit: string | null, offset: string | null, userId: string): object {
    const { id: full, query, label, developerName } = this.find(type, id);
    const base = Number(this.org.context.switches.get('salesforce-listview-offset-base'));
    const count = limit === null ? RESULTS_DEFAULT : Number(limit);
    if (!Number.isInteger(count) || count < 1 || count > RESULTS_MAX)
      throw new ApiError(400, { code: 'INVALID_QUERY_LIMIT', message: 'limit: a number from 1 to 2000' });
    const start = offset === null ? 0 : Math.max(0, Number(offset) - base);
    const soql = query === null ? undefined : parsed(query);
    const found =
      query === null ? undefined : runQuery(this.org, query, { userId, all: false, base: '/services/data/v65.0' });
    const columns = soql === undefined ? [] : columnsOf(type, soql);
    const rows = found?.rows.slice(start, start + count) ?? [];
    return {
      columns,
      developerName,
      done: start + count >= (found?.rows.length ?? 0),
      id: full,
      label,
      records: rows.map((row) => {
        const record = found?.render(row) ?? {};
        return {
          columns: columns.map(({ fieldNameOrPath }) => ({
            fieldNameOrPath,
            value: textAt(record, fieldNameOrPath),
          })),
        };
      }),
      size: rows.length,
    };
  }

  /** `POST /salesforce/list-view`: changes one, or makes it where the id is new to the org. */
  change(body: Json): object {
    const { id, query, shared, label } = body;
    const full = typeof id === 'string' ? fullId(id) : undefined;
    if (full === undefined) throw new ControlError('id: the id of a list view');
    const before = this.kept.get(full);
    if (before === undefined) throw new ControlError(`No list view has the id ${full}.`);
    if (query !== undefined && query !== null && typeof query !== 'string')
      throw new ControlError('query: text or null');
    if (shared !== undefined && typeof shared !== 'boolean') throw new ControlError('shared: true or false');
    if (typeof query === 'string') this.check(query);
    const after = {
      ...before,
      ...(query === undefined ? {} : { query }),
      ...(shared === undefined ? {} : { shared }),
      ...(typeof label === 'string' ? { label } : {}),
    };
    this.kept.put(full, after);
    return after;
  }

  private check(query: string): void {
    try {
      runQuery(this.org, query, { userId: '', all: false, base: '' });
    } catch (error) {
      throw new ControlError(`query: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

/** The shown columns, then Id and the stamps, which are hidden. */
function columnsOf(type: ObjectType, query: Query) {
  const shown = (query.fields ?? []).flatMap((item) => {
    if (item.type === 'Field') return [{ path: item.field, selected: item.field }];
    if (item.type === 'FieldRelationship') {
      const path = [...item.relationships, item.field].join('.');
      return [{ path, selected: path }];
    }
    if (item.type !== 'FieldFunctionExpression') return [];
    const [inner] = item.parameters;
    return typeof inner === 'string' ? [{ path: inner, selected: item.rawValue ?? inner }] : [];
  });
  return shown.map(({ path, selected }) => {
    const field = type.byName.get(path.toLowerCase());
    const label = field?.label ?? path;
    return {
      ascendingLabel: 'A-Z',
      descendingLabel: 'Z-A',
      fieldNameOrPath: path,
      hidden: /^(Id|CreatedDate|LastModifiedDate|SystemModstamp|AccountId|OwnerId|.*\.Id)$/.test(path),
      label,
      searchable: false,
      selectListItem: selected,
      sortDirection: path === 'Name' ? 'ascending' : null,
      sortIndex: path === 'Name' ? 0 : null,
      sortable: true,
      type: field?.type ?? 'string',
    };
  });
}

function textAt(record: Json, path: string): string | null {
  let at: unknown = record;
  for (const name of path.split('.')) at = at === null || at === undefined ? null : (at as Json)[name];
  return at === null || at === undefined ? null : String(at);
}

const OPERATORS: Readonly<Record<string, string>> = {
  '=': 'equals',
  '!=': 'notEqual',
  '<': 'lessThan',
  '<=': 'lessThanOrEqual',
  '>': 'greaterThan',
  '>=': 'greaterThanOrEqual',
  LIKE: 'like',
  IN: 'in',
  'NOT IN': 'notIn',
};

/** A flat condition as the describe spells it; deeper ones stay in the query's text alone. */
function conditionOf(where: WhereClause): object {
  const conditions: object[] = [];
  let conjunction = 'and';
  for (let at: WhereClause | undefined = where; at !== undefined; at = 'right' in at ? at.right : undefined) {
    if (at.left !== null && 'field' in at.left) conditions.push(simple(at.left as Condition & { field: string }));
    if ('operator' in at && at.operator === 'OR') conjunction = 'or';
  }
  return conditions.length === 1 && conditions[0] !== undefined ? conditions[0] : { conditions, conjunction };
}

function simple(condition: Condition & { field: string }): object {
  const value = 'value' in condition ? [condition.value].flat() : [];
  return {
    field: condition.field,
    operator: 'operator' in condition ? (OPERATORS[condition.operator] ?? condition.operator) : '',
    values: value.map((text) => (text.startsWith("'") ? `'${unquoted(text)}'` : text)),
  };
}
