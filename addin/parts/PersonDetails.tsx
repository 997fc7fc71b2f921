import { makeStyles, Text, tokens } from '@fluentui/react-components';
import type { Person, PersonChange } from '../../server/http/contract.ts';
import { api } from '../api.ts';
import { words } from '../words/words.ts';
import { Act } from './Act.tsx';

const useStyles = makeStyles({
  details: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    marginBlockStart: tokens.spacingVerticalS,
  },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  choices: { display: 'flex', flexDirection: 'column', alignItems: 'stretch', gap: tokens.spacingVerticalXS },
});

interface Deciding {
  readonly person: Person;
  readonly onSet: (change: PersonChange) => Promise<void>;
  readonly onDecided: (person: Person) => void;
}

/** Why this status, and what the person can do about it. */
export function PersonDetails(deciding: Deciding) {
  const styles = useStyles();
  const { reason, why } = deciding.person;
  return (
    <div className={styles.details}>
      <Text as="p" block>
        {reason?.text ?? why}
      </Text>
      <Decisions {...deciding} />
    </div>
  );
}

/** What only the person can decide: which record it is (P1), which value stays (C2), and whether to try again (C5). */
function Decisions({ person: { id, status, reason, choices = [] }, onSet, onDecided }: Deciding) {
  const styles = useStyles();
  if (choices.length > 0)
    return (
      <div role="group" aria-label={words.people.choose} className={styles.choices}>
        <Text weight="semibold">{words.people.choose}</Text>
        {choices.map((choice) => (
          <Act key={choice.id} onAct={() => onSet({ sync: true, choice: choice.id })}>
            {[choice.name, choice.account, choice.email].filter((part) => (part ?? '') !== '').join(', ')}
          </Act>
        ))}
        <Act onAct={() => onSet({ sync: true, choice: 'new' })}>{words.people.createNew}</Act>
      </div>
    );
  if (status === 'conflict' && id !== undefined) {
    const field = reason?.params['field'] ?? '';
    return (
      <div className={styles.actions}>
        <Act onAct={async () => onDecided(await api.keep(id))}>{words.people.keep}</Act>
        {field !== '' && <Act onAct={async () => onDecided(await api.putBack(id, field))}>{words.people.putBack}</Act>}
      </div>
    );
  }
  if (status === 'needs attention')
    return (
      <div className={styles.actions}>
        <Act onAct={() => onSet({ sync: true })}>{words.people.retry}</Act>
      </div>
    );
  return null;
}
