import { useState } from 'react';
import { Caption1, makeStyles, tokens } from '@fluentui/react-components';
import type { HeldPlan as Plan, Session } from '../../server/http/contract.ts';
import { api } from '../api.ts';
import { edge } from '../theme/edge.ts';
import { viewWords } from '../words/views.ts';
import { Act } from './Act.tsx';
import { Card } from './Card.tsx';
import { countsText } from './counts.ts';
import { Preview } from './Preview.tsx';
import type { Decision } from './use-decision.ts';

const useStyles = makeStyles({
  held: { ...edge('InlineStart', tokens.strokeWidthThickest, tokens.colorStatusWarningBorder2) },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  hint: { color: tokens.colorNeutralForeground2 },
});

/** D5: why the plan is held, what it would do, and the two ways on. */
export function HeldPlan({ session, decide }: { readonly session: Session; readonly decide: Decision['decide'] }) {
  const styles = useStyles();
  const [plan, setPlan] = useState<Plan>();
  return (
    <Card title={viewWords().held.title} className={styles.held}>
      <span>{session.reason?.text ?? countsText(session.counts)}</span>
      {plan ? (
        <Preview counts={plan.counts} operations={plan.operations} />
      ) : (
        <div className={styles.actions}>
          <Act onAct={async () => setPlan(await api.plan(session.id))}>{viewWords().held.show}</Act>
        </div>
      )}
      <Caption1 className={styles.hint}>{viewWords().held.allowHint}</Caption1>
      <Caption1 className={styles.hint}>{viewWords().held.discardHint}</Caption1>
      <div className={styles.actions}>
        <Act appearance="primary" onAct={() => decide(api.allow(session.id))}>
          {viewWords().held.allow}
        </Act>
        <Act onAct={() => decide(api.discard(session.id))}>{viewWords().held.discard}</Act>
      </div>
    </Card>
  );
}
