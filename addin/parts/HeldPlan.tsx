import { useState } from 'react';
import type { Session } from '../../server/http/contract.ts';
import { api } from '../api.ts';
import { Preview } from '../views/Preview.tsx';
import { words } from '../words/words.ts';
import { Act } from './Act.tsx';
import { countsText } from './counts.ts';
import type { HeldPlan as Plan } from '../../server/http/contract.ts';

/** D5: why the plan is held, what it would do, and the two ways on. */
export function HeldPlan({ session, onChange }: { readonly session: Session; readonly onChange: () => void }) {
  const [plan, setPlan] = useState<Plan>();
  const decide = async (decision: Promise<Session>) => {
    try {
      await decision;
    } finally {
      // Replaced meanwhile (409): the plan that is in force is shown instead.
      onChange();
    }
  };
  return (
    <section className="card warning wide">
      <h3>{words.held.title}</h3>
      <p>{session.reason?.text ?? countsText(session.counts)}</p>
      {plan && <Preview counts={plan.counts} operations={plan.operations} />}
      <p className="soft">{words.held.allowHint}</p>
      <p className="soft">{words.held.discardHint}</p>
      <div className="actions">
        {plan === undefined && <Act onAct={async () => setPlan(await api.plan(session.id))}>{words.held.show}</Act>}
        <Act primary onAct={() => decide(api.allow(session.id))}>
          {words.held.allow}
        </Act>
        <Act onAct={() => decide(api.discard(session.id))}>{words.held.discard}</Act>
      </div>
    </section>
  );
}
