import { useState } from 'react';
import { Body1, Caption1, makeStyles, Text, tokens } from '@fluentui/react-components';
import type { HeldPlanOf } from '../../server/http/contract.ts';
import { adminApi } from '../api.ts';
import { Act, Wrong } from '../parts/Act.tsx';
import { ActAfterAsking } from '../parts/ActAfterAsking.tsx';
import { Await } from '../parts/Await.tsx';
import { Card } from '../parts/Card.tsx';
import { countsText } from '../parts/counts.ts';
import { Progress } from '../parts/Progress.tsx';
import { useDecision, type Decision } from '../parts/use-decision.ts';
import { usePages } from '../parts/use-pages.ts';
import { useSessionOf } from '../parts/use-session-of.ts';
import { adminWords } from '../words/admin.ts';
import { viewWords } from '../words/views.ts';
import { time, words } from '../words/words.ts';

const useStyles = makeStyles({
  list: { display: 'grid', gap: tokens.spacingVerticalM, listStyle: 'none', margin: 0, padding: 0 },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  soft: { color: tokens.colorNeutralForeground2 },
});

/** D5: what is held in all mailboxes, why and how much; no contact is named. */
export function DashboardPlans() {
  const styles = useStyles();
  const plans = usePages(async (after) => {
    const { plans: rows, next } = await adminApi.plans(after);
    return { rows, next };
  }, []);
  const { overtaken, decide } = useDecision(plans.reload);
  return (
    <>
      <Wrong text={overtaken} />
      <Await loaded={plans}>
        {(list) =>
          list.length === 0 ? (
            <Body1 as="p">{adminWords().noPlans}</Body1>
          ) : (
            <ul className={styles.list}>
              {list.map((plan) => (
                <HeldPlanOfMailbox key={plan.id} plan={plan} decide={decide} />
              ))}
            </ul>
          )
        }
      </Await>
      {plans.loadMore && <Act onAct={plans.loadMore}>{words.more}</Act>}
    </>
  );
}

function HeldPlanOfMailbox({ plan, decide }: { readonly plan: HeldPlanOf; readonly decide: Decision['decide'] }) {
  const styles = useStyles();
  const { id, email, name, createdAt, reason, counts } = plan;
  const [awaited, setAwaited] = useState(false);
  const session = useSessionOf(email, awaited);
  const following = async (decision: Promise<unknown>) => {
    setAwaited(true);
    await decide(decision, email).finally(() => setAwaited(false));
  };
  return (
    <li>
      <Card title={name === email ? email : `${name} · ${email}`}>
        <Caption1 className={styles.soft}>{adminWords().heldSince(time(createdAt))}</Caption1>
        {reason && <Text as="p">{reason.text}</Text>}
        <Text as="p">{countsText(counts) || words.nothing}</Text>
        <div className={styles.actions}>
          <ActAfterAsking
            label={adminWords().allowLabel(email)}
            question={adminWords().allowAsk}
            answer={adminWords().allowIt}
            onAct={() => following(adminApi.allow(email, id))}
          >
            {viewWords().held.allow}
          </ActAfterAsking>
          <ActAfterAsking
            label={adminWords().discardLabel(email)}
            question={viewWords().held.discardHint}
            answer={viewWords().held.discard}
            onAct={() => following(adminApi.discard(email, id))}
          >
            {viewWords().held.discard}
          </ActAfterAsking>
        </div>
        {session && <Progress session={session} />}
      </Card>
    </li>
  );
}
