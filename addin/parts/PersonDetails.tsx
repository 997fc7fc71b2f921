import { lazy, Suspense } from 'react';
import { Caption1, Link, makeStyles, Text, tokens } from '@fluentui/react-components';
import type { Person, PersonChange } from '../../server/http/contract.ts';
import { api } from '../api.ts';
import { fieldName, viewWords } from '../words/views.ts';
import { time, words } from '../words/words.ts';
import { Act } from './Act.tsx';
import { Address } from './Address.tsx';
import { recordOptions } from './RecordChoice.tsx';
import { SupportDetails } from './SupportDetails.tsx';

const FixFields = lazy(async () => ({
  default: (await import(/* webpackChunkName: 'card' */ './FixFields.tsx')).FixFields,
}));

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
  // A service's own words may quote a value as long as a page.
  reason: { overflowWrap: 'anywhere' },
  soft: { color: tokens.colorNeutralForeground2 },
  actions: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  choices: { display: 'flex', flexDirection: 'column', alignItems: 'stretch', gap: tokens.spacingVerticalXS },
});

interface Deciding {
  readonly person: Person;
  readonly onSet: (change: PersonChange) => Promise<void>;
  readonly onChoose: (choice: string) => Promise<void>;
  readonly onDecided: (person: Person) => void;
}

/** Why this status, what the person can do about it, and what is known of the record. */
export function PersonDetails(deciding: Deciding) {
  const styles = useStyles();
  const { reason, why, email, account, owner, syncedAt, openUrl } = deciding.person;
  const facts = [
    [viewWords().people.address, email],
    [viewWords().people.account, account],
    [viewWords().people.owner, owner],
    [viewWords().people.lastSynced, syncedAt === undefined ? undefined : time(syncedAt)],
  ].filter((fact): fact is [string, string] => (fact[1] ?? '') !== '');
  return (
    <div className={styles.details}>
      <div>
        {reason === undefined && (
          <Caption1 as="p" block className={styles.soft}>
            {viewWords().people.why}
          </Caption1>
        )}
        <Text as="p" block className={styles.reason}>
          {reason?.text ?? why}
        </Text>
      </div>
      <Decisions {...deciding} />
      {facts.length > 0 && (
        <dl className={styles.facts}>
          {facts.flatMap(([label, value]) => [
            <dt key={label}>{label}</dt>,
            <dd key={`${label} is`}>
              <Address of={value} />
            </dd>,
          ])}
        </dl>
      )}
      <div className={styles.actions}>
        {openUrl !== undefined && (
          <Link href={openUrl} target="_blank" rel="noopener noreferrer">
            {viewWords().people.openInSalesforce}
          </Link>
        )}
        <SupportDetails person={deciding.person} />
      </div>
    </div>
  );
}

/** What only the person can decide: which record it is (P1), which value stays (C2), and what Salesforce would take (C5). */
function Decisions({ person, onSet, onChoose, onDecided }: Deciding) {
  const { id, status, choices = [], conflicts = [], fixable } = person;
  const styles = useStyles();
  if (choices.length > 0)
    return (
      <div role="group" aria-label={viewWords().people.choose} className={styles.choices}>
        <Text weight="semibold">{viewWords().people.choose}</Text>
        {recordOptions(choices).map(({ id: choice, text }) => (
          <Act key={choice} size="small" onAct={() => onChoose(choice)}>
            {text}
          </Act>
        ))}
      </div>
    );
  if (status === 'conflict' && id !== undefined) {
    const several = conflicts.length > 1;
    return (
      <>
        {several && (
          <dl className={styles.facts}>
            {conflicts.flatMap(({ field, kept, lost }) => [
              <dt key={field}>{fieldName(field)}</dt>,
              <dd key={`${field} is`}>{viewWords().people.keptAndLost(kept, lost)}</dd>,
            ])}
          </dl>
        )}
        <div className={styles.actions}>
          <Act size="small" onAct={async () => onDecided(await api.keep(id))}>
            {several ? viewWords().people.keepAll : viewWords().people.keep}
          </Act>
          {conflicts.map(({ field }) => (
            <Act key={field} size="small" onAct={async () => onDecided(await api.putBack(id, field))}>
              {several ? viewWords().people.putBackOf(fieldName(field)) : viewWords().people.putBack}
            </Act>
          ))}
        </div>
      </>
    );
  }
  if (fixable && id !== undefined)
    return (
      <Suspense fallback={<Caption1>{words.loading}</Caption1>}>
        <FixFields person={{ ...person, id }} onSet={onSet} />
      </Suspense>
    );
  if (status === 'needs attention')
    return (
      <div className={styles.actions}>
        <Act size="small" onAct={() => onSet({ sync: true })}>
          {viewWords().people.retry}
        </Act>
      </div>
    );
  return null;
}
