import { Caption1, Link, makeStyles, Text, tokens } from '@fluentui/react-components';
import type { Person, PersonChange } from '../../server/http/contract.ts';
import { api } from '../api.ts';
import { time, words } from '../words/words.ts';
import { Act } from './Act.tsx';
import { SupportDetails } from './SupportDetails.tsx';

const useStyles = makeStyles({
  details: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    marginBlockStart: tokens.spacingVerticalS,
  },
  facts: {
    display: 'grid',
    gridTemplateColumns: 'auto 1fr',
    columnGap: tokens.spacingHorizontalM,
    rowGap: tokens.spacingVerticalXXS,
    margin: 0,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    '> dt': { color: tokens.colorNeutralForeground2 },
    '> dd': { margin: 0, overflowWrap: 'anywhere' },
  },
  soft: { color: tokens.colorNeutralForeground2 },
  actions: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  choices: { display: 'flex', flexDirection: 'column', alignItems: 'stretch', gap: tokens.spacingVerticalXS },
});

interface Deciding {
  readonly person: Person;
  readonly onSet: (change: PersonChange) => Promise<void>;
  readonly onDecided: (person: Person) => void;
}

/** Why this status, what the person can do about it, and what is known of the record. */
export function PersonDetails(deciding: Deciding) {
  const styles = useStyles();
  const { reason, why, email, account, owner, syncedAt, openUrl } = deciding.person;
  const facts = [
    [words.people.address, email],
    [words.people.account, account],
    [words.people.owner, owner],
    [words.people.lastSynced, syncedAt === undefined ? undefined : time(syncedAt)],
  ].filter((fact): fact is [string, string] => (fact[1] ?? '') !== '');
  return (
    <div className={styles.details}>
      <div>
        {reason === undefined && (
          <Caption1 as="p" block className={styles.soft}>
            {words.people.why}
          </Caption1>
        )}
        <Text as="p" block>
          {reason?.text ?? why}
        </Text>
      </div>
      <Decisions {...deciding} />
      {facts.length > 0 && (
        <dl className={styles.facts}>
          {facts.flatMap(([label, value]) => [<dt key={label}>{label}</dt>, <dd key={`${label} is`}>{value}</dd>])}
        </dl>
      )}
      <div className={styles.actions}>
        {openUrl !== undefined && (
          <Link href={openUrl} target="_blank" rel="noopener noreferrer">
            {words.people.openInSalesforce}
          </Link>
        )}
        <SupportDetails person={deciding.person} />
      </div>
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
          <Act key={choice.id} size="small" onAct={() => onSet({ sync: true, choice: choice.id })}>
            {[choice.name, choice.account, choice.email].filter((part) => (part ?? '') !== '').join(', ')}
          </Act>
        ))}
        <Act size="small" onAct={() => onSet({ sync: true, choice: 'new' })}>
          {words.people.createNew}
        </Act>
      </div>
    );
  if (status === 'conflict' && id !== undefined) {
    const field = reason?.params['field'] ?? '';
    return (
      <div className={styles.actions}>
        <Act size="small" onAct={async () => onDecided(await api.keep(id))}>
          {words.people.keep}
        </Act>
        {field !== '' && (
          <Act size="small" onAct={async () => onDecided(await api.putBack(id, field))}>
            {words.people.putBack}
          </Act>
        )}
      </div>
    );
  }
  if (status === 'needs attention')
    return (
      <div className={styles.actions}>
        <Act size="small" onAct={() => onSet({ sync: true })}>
          {words.people.retry}
        </Act>
      </div>
    );
  return null;
}
