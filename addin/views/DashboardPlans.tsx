import { Body1, Caption1, makeStyles, Text, tokens } from '@fluentui/react-components';
import { adminApi } from '../api.ts';
import { ActAfterAsking } from '../parts/ActAfterAsking.tsx';
import { Await } from '../parts/Await.tsx';
import { Card } from '../parts/Card.tsx';
import { countsText } from '../parts/counts.ts';
import { useLoaded } from '../parts/use-loaded.ts';
import { time, words } from '../words/words.ts';

const useStyles = makeStyles({
  list: { display: 'grid', gap: tokens.spacingVerticalM, listStyle: 'none', margin: 0, padding: 0 },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  soft: { color: tokens.colorNeutralForeground2 },
});

/** D5: what is held in all mailboxes, why and how much; no contact is named. */
export function DashboardPlans() {
  const styles = useStyles();
  const plans = useLoaded(async () => (await adminApi.plans()).plans, []);
  const decide = async (decision: Promise<unknown>) => {
    try {
      await decision;
    } finally {
      // Replaced meanwhile (409): what is in force is shown instead.
      plans.reload();
    }
  };
  return (
    <Await loaded={plans}>
      {(list) =>
        list.length === 0 ? (
          <Body1 as="p">{words.admin.noPlans}</Body1>
        ) : (
          <ul className={styles.list}>
            {list.map(({ id, email, name, createdAt, reason, counts }) => (
              <li key={id}>
                <Card title={name === email ? email : `${name} · ${email}`}>
                  <Caption1 className={styles.soft}>{words.admin.heldSince(time(createdAt))}</Caption1>
                  {reason && <Text as="p">{reason.text}</Text>}
                  <Text as="p">{countsText(counts) || words.nothing}</Text>
                  <div className={styles.actions}>
                    <ActAfterAsking
                      label={words.admin.allowLabel(email)}
                      question={words.admin.allowAsk}
                      answer={words.admin.allowIt}
                      onAct={() => decide(adminApi.allow(email, id))}
                    >
                      {words.held.allow}
                    </ActAfterAsking>
                    <ActAfterAsking
                      label={words.admin.discardLabel(email)}
                      question={words.held.discardHint}
                      answer={words.held.discard}
                      onAct={() => decide(adminApi.discard(email, id))}
                    >
                      {words.held.discard}
                    </ActAfterAsking>
                  </div>
                </Card>
              </li>
            ))}
          </ul>
        )
      }
    </Await>
  );
}
