import { useRef, useState, type SubmitEvent } from 'react';
import { Button, Caption1, makeStyles, tokens } from '@fluentui/react-components';
import type { Person, PersonChange, RefusedFields } from '../../server/http/contract.ts';
import { api } from '../api.ts';
import { viewWords } from '../words/views.ts';
import { words } from '../words/words.ts';
import { Act, Wrong } from './Act.tsx';
import { AskedField, isEmpty, misfit } from './AskedField.tsx';
import { Await } from './Await.tsx';
import { useAct } from './use-act.ts';
import { useFirstWrong } from './use-first-wrong.ts';
import { useLoaded } from './use-loaded.ts';
import { useOnline } from './use-online.ts';

const useStyles = makeStyles({
  form: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  soft: { color: tokens.colorNeutralForeground2 },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

interface Fixing {
  readonly person: Person & { readonly id: string };
  readonly onSet: (change: PersonChange) => Promise<void>;
}

/** C5: what Salesforce did not take, to be put right at once; only *Try again* where that cannot be done from here. */
export function FixFields({ person, onSet }: Fixing) {
  const { id, reason } = person;
  const refused = useLoaded(() => api.refusedFields(id), [id, reason?.text]);
  const save = async (change: PersonChange) => {
    await onSet(change);
    // What is left is measured against what Outlook has now.
    refused.reload();
  };
  return (
    <Await loaded={refused} rows={1}>
      {(found) =>
        found.fields.length === 0 ? (
          <Act size="small" onAct={() => onSet({ sync: true })}>
            {viewWords().people.retry}
          </Act>
        ) : (
          <Form key={JSON.stringify(found)} refused={found} person={person} onSet={save} />
        )
      }
    </Await>
  );
}

type Values = RefusedFields['values'];
type Asked = RefusedFields['fields'][number];

function Form({ refused: { fields, values }, person, onSet }: Fixing & { readonly refused: RefusedFields }) {
  const styles = useStyles();
  const online = useOnline();
  const { busy, problem, act } = useAct();
  const form = useRef<HTMLFormElement>(null);
  const [now, setNow] = useState<Values>(values);
  const [tries, setTries] = useState(0);
  useFirstWrong(form, tries);
  /** That something is wanting is said only once the person has tried to go on. */
  const wrong = (asked: Asked, tried: boolean) => {
    const value = now[asked.field];
    if (asked.required && isEmpty(value)) return tried ? { text: viewWords().card.wanting } : undefined;
    return misfit(asked, value);
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setTries(tries + 1);
    if (fields.every((asked) => wrong(asked, true) === undefined)) act(() => onSet(fixed(values, now)));
  };
  return (
    <form
      ref={form}
      onSubmit={submit}
      className={styles.form}
      noValidate
      aria-label={viewWords().fix.title(person.name ?? person.email)}
    >
      {fields.map((asked) => (
        <AskedField
          key={asked.field}
          asked={asked}
          value={now[asked.field]}
          required={asked.required}
          wrong={wrong(asked, tries > 0)}
          onChange={(value) => setNow((before) => ({ ...before, [asked.field]: value }))}
        />
      ))}
      <div className={styles.actions}>
        <Button type="submit" appearance="primary" size="small" disabledFocusable={busy || !online}>
          {busy ? words.working : viewWords().fix.save}
        </Button>
      </div>
      <Caption1 className={styles.soft}>{viewWords().fix.what}</Caption1>
      <Wrong text={problem} />
    </form>
  );
}

/** What the person changed, and nothing else. */
function fixed(before: Values, now: Values): PersonChange {
  const changes = Object.entries(now).filter(([field, value]) => value !== before[field as keyof Values]);
  return { sync: true, ...(changes.length === 0 ? {} : { fields: Object.fromEntries(changes) as Values }) };
}
