import { Body1, Caption1, Link, makeStyles, tokens } from '@fluentui/react-components';
import type { Organisation } from '../../server/http/contract.ts';
import { adminApi } from '../api.ts';
import { Await } from '../parts/Await.tsx';
import { Card } from '../parts/Card.tsx';
import { Facts } from '../parts/Facts.tsx';
import { useLoaded } from '../parts/use-loaded.ts';
import { fieldName, words } from '../words/words.ts';

const useStyles = makeStyles({
  cards: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  scroll: { overflowX: 'auto' },
  table: {
    borderCollapse: 'collapse',
    inlineSize: '100%',
    '& th, & td': {
      padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
      textAlign: 'start',
      verticalAlign: 'top',
      overflowWrap: 'anywhere',
    },
    '& tbody th': { fontWeight: tokens.fontWeightRegular },
  },
  soft: { color: tokens.colorNeutralForeground2 },
});

/** The org, the rules and the fields as they are in force; changed in the settings file, not here. */
export function DashboardOrganisation() {
  const styles = useStyles();
  const loaded = useLoaded(adminApi.organisation, []);
  return (
    <Await loaded={loaded} rows={5}>
      {(organisation) => (
        <div className={styles.cards}>
          <Connection {...organisation} />
          <Rules {...organisation} />
          <Fields {...organisation} />
        </div>
      )}
    </Await>
  );
}

function Connection({ orgs, salesforceApiVersion, salesforceLoginUrl, externalKeyField }: Organisation) {
  return (
    <Card title={words.admin.connection}>
      <Facts
        of={[
          [words.admin.loginUrl, salesforceLoginUrl],
          [words.admin.apiVersion, salesforceApiVersion],
          [words.admin.keyField, externalKeyField],
          ...orgs.map(
            ({ orgId, url, mailboxes }) =>
              [
                orgId,
                <>
                  {url !== null && (
                    <Link href={url} inline target="_blank" rel="noopener noreferrer">
                      {url}
                    </Link>
                  )}{' '}
                  {words.admin.orgMailboxes(mailboxes)}
                </>,
              ] as const,
          ),
        ]}
      />
      {orgs.length === 0 && <Body1 as="p">{words.admin.noOrgs}</Body1>}
    </Card>
  );
}

function Rules(rules: Organisation) {
  const styles = useStyles();
  const { brake, account, defaults, blocklist } = rules;
  const yes = (value: boolean) => (value ? words.admin.yes : words.admin.no);
  const listed = (values: readonly string[]) => values.join(', ') || words.admin.nothing;
  return (
    <Card title={words.admin.rules}>
      <Facts
        of={[
          [words.admin.file, rules.settingsFile ?? words.admin.noFile],
          [words.admin.schedule, rules.schedule ? words.admin.minutes(rules.scheduleMinutes) : words.admin.onRequest],
          [words.admin.maximum, rules.maximumContacts],
          [
            words.admin.brake,
            words.admin.brakeText(brake.contacts, words.admin.brakeRest(brake.percent, String(brake.absolute))),
          ],
          [words.admin.first, rules.firstUploadLimit],
          [words.admin.accountAlways, account.always ?? words.admin.nothing],
          [words.admin.accountFallback, account.fallback ?? words.admin.nothing],
          [words.admin.relink, yes(account.relink)],
          [words.admin.searchFirst, yes(rules.searchBeforeCreate)],
          [words.admin.defaults, listed(Object.entries(defaults).map(([name, value]) => `${name} = ${value}`))],
          [words.admin.blocklist, listed(blocklist)],
          [words.admin.retention, words.admin.days(rules.retentionDays)],
        ]}
      />
      <Caption1 className={styles.soft}>{words.admin.change}</Caption1>
    </Card>
  );
}

function Fields({ fields }: Organisation) {
  const styles = useStyles();
  return (
    <Card title={words.admin.mapping}>
      <div className={styles.scroll} tabIndex={0} role="region" aria-label={words.admin.mapping}>
        <table className={styles.table}>
          <thead>
            <tr>
              {[words.admin.field, words.admin.inOutlook, words.admin.inSalesforce, words.admin.direction].map(
                (head) => (
                  <th scope="col" key={head}>
                    {head}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {fields.map(({ field, outlook, salesforce, direction }) => (
              <tr key={field}>
                <th scope="row">{fieldName(field)}</th>
                <td>{outlook}</td>
                <td>{salesforce}</td>
                <td>{words.admin.directions[direction]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
