import { Body1, Caption1, Link, makeStyles, tokens } from '@fluentui/react-components';
import type { Organisation } from '../../server/http/contract.ts';
import { adminApi } from '../api.ts';
import { Await } from '../parts/Await.tsx';
import { Card } from '../parts/Card.tsx';
import { Facts } from '../parts/Facts.tsx';
import { useLoaded } from '../parts/use-loaded.ts';
import { edge } from '../theme/edge.ts';
import { adminWords } from '../words/admin.ts';
import { fieldName } from '../words/views.ts';
import { count, time } from '../words/words.ts';

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
      // Breaks no word while the table can be scrolled instead.
      overflowWrap: 'break-word',
    },
    '& tbody th': { fontWeight: tokens.fontWeightRegular },
  },
  org: {
    paddingBlockStart: tokens.spacingVerticalS,
    ...edge('BlockStart', tokens.strokeWidthThin, tokens.colorNeutralStroke2),
  },
  lines: { listStyle: 'none', margin: 0, padding: 0 },
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

function Connection({ orgs, connections, ...organisation }: Organisation) {
  const { own, jwt, none, refused } = connections;
  const { ways } = adminWords();
  return (
    <Card title={adminWords().connection}>
      <Facts
        of={[
          [adminWords().loginUrl, organisation.salesforceLoginUrl],
          [adminWords().apiVersion, organisation.salesforceApiVersion],
          [
            adminWords().connected,
            <Lines
              key="ways"
              of={[
                ways.own(own),
                ways.jwt(jwt),
                ways.none(none),
                ...(refused === 0 ? [] : [adminWords().refused(refused)]),
              ]}
            />,
          ],
        ]}
      />
      {orgs.length === 0 && <Body1 as="p">{adminWords().noOrgs}</Body1>}
      {orgs.map((org) => (
        <Org key={org.orgId} org={org} keyField={organisation.externalKeyField} />
      ))}
    </Card>
  );
}

/** One org as the last session saw it; nothing is asked of Salesforce for this page. */
function Org({ org, keyField }: { readonly org: Organisation['orgs'][number]; readonly keyField: string }) {
  const styles = useStyles();
  const { orgId, url, mailboxes, seen } = org;
  const { usageOf, notSeen, keyPresent, keyMissing } = adminWords();
  return (
    <section className={styles.org} aria-label={`${adminWords().org} ${orgId}`}>
      <Facts
        of={[
          [
            adminWords().org,
            <>
              {orgId}
              {url !== null && (
                <>
                  {' · '}
                  <Link href={url} inline target="_blank" rel="noopener noreferrer">
                    {url}
                  </Link>
                </>
              )}
              {` · ${adminWords().orgMailboxes(mailboxes)}`}
            </>,
          ],
          [adminWords().usage, seen?.usage ? usageOf(count(seen.usage.used), count(seen.usage.allowed)) : notSeen],
          [
            adminWords().keyField,
            <Lines key="key" of={[keyField, seen === null ? notSeen : seen.externalKey ? keyPresent : keyMissing]} />,
          ],
        ]}
      />
      {seen && <Caption1 className={styles.soft}>{adminWords().seenAt(time(seen.at))}</Caption1>}
    </section>
  );
}

function Lines({ of }: { readonly of: readonly string[] }) {
  const styles = useStyles();
  return (
    <ul className={styles.lines}>
      {of.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

function Rules(rules: Organisation) {
  const styles = useStyles();
  const { brake, account, defaults, blocklist } = rules;
  const yes = (value: boolean) => (value ? adminWords().yes : adminWords().no);
  const listed = (values: readonly string[]) => values.join(', ') || adminWords().nothing;
  return (
    <Card title={adminWords().rules}>
      <Facts
        of={[
          [adminWords().file, rules.settingsFile ?? adminWords().noFile],
          [
            adminWords().schedule,
            rules.schedule ? adminWords().minutes(rules.scheduleMinutes) : adminWords().onRequest,
          ],
          [adminWords().maximum, rules.maximumContacts],
          [
            adminWords().brake,
            adminWords().brakeText(brake.contacts, adminWords().brakeRest(brake.percent, String(brake.absolute))),
          ],
          [adminWords().first, rules.firstUploadLimit],
          [adminWords().accountAlways, account.always ?? adminWords().nothing],
          [adminWords().accountFallback, account.fallback ?? adminWords().nothing],
          [adminWords().relink, yes(account.relink)],
          [adminWords().searchFirst, yes(rules.searchBeforeCreate)],
          [adminWords().defaults, listed(Object.entries(defaults).map(([name, value]) => `${name} = ${value}`))],
          [adminWords().blocklist, listed(blocklist)],
          [adminWords().retention, adminWords().days(rules.retentionDays)],
        ]}
      />
      <Caption1 className={styles.soft}>{adminWords().change}</Caption1>
    </Card>
  );
}

function Fields({ fields }: Organisation) {
  const styles = useStyles();
  return (
    <Card title={adminWords().mapping}>
      <div className={styles.scroll} tabIndex={0} role="region" aria-label={adminWords().mapping}>
        <table className={styles.table}>
          <thead>
            <tr>
              {[adminWords().field, adminWords().inOutlook, adminWords().inSalesforce, adminWords().direction].map(
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
                <td>{adminWords().directions[direction]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
