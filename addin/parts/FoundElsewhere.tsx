import { useState } from 'react';
import { Caption1, makeStyles, Spinner, Subtitle2, tokens } from '@fluentui/react-components';
import type { Contact, Person } from '../../server/http/contract.ts';
import { api } from '../api.ts';
import { viewWords } from '../words/views.ts';
import { words } from '../words/words.ts';
import { Problem } from './Await.tsx';
import { PersonRow } from './PersonRow.tsx';
import { useLoaded } from './use-loaded.ts';

export interface Elsewhere {
  /** Two letters at least. */
  readonly q: string;
  /** The synced contacts that are shown already. */
  readonly known: readonly Contact[];
  readonly autoRemoval: boolean;
  readonly onChange: () => void;
}

const useStyles = makeStyles({
  found: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
  list: { listStyle: 'none', margin: 0, padding: 0 },
  soft: { color: tokens.colorNeutralForeground2 },
  checking: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXS },
});

/** As many as the server answers at once. */
const MOST = 25;
const keyOf = ({ recordId, email, name = '' }: Person): string => recordId ?? (email || name);

/** Records of Salesforce that have the words, those without an e-mail too; each is switched on by itself. */
export function FoundInSalesforce({ q, known, ...rest }: Elsewhere) {
  const styles = useStyles();
  const found = useLoaded(() => api.search(q), [q]);
  const { people = [], unreachable } = found.value ?? {};
  const shown = new Set(known.map(({ id }) => id));
  const others = people.filter(({ id }) => id === undefined || !shown.has(id));
  return (
    <section className={styles.found}>
      <Subtitle2 as="h2">{viewWords().search.inSalesforce}</Subtitle2>
      <div aria-live="polite">
        {found.value === undefined && found.problem === undefined && (
          <Caption1 className={styles.checking}>
            <Spinner size="extra-tiny" aria-hidden />
            {words.people.checking}
          </Caption1>
        )}
        {found.value !== undefined && others.length === 0 && (
          <Caption1 className={styles.soft}>{unreachable?.text ?? viewWords().search.noneElsewhere}</Caption1>
        )}
      </div>
      <Problem text={found.problem ?? (others.length > 0 ? unreachable?.text : undefined)} onAgain={found.reload} />
      <Rows people={others} {...rest} />
      {people.length >= MOST && <Caption1 className={styles.soft}>{viewWords().search.more}</Caption1>}
    </section>
  );
}

const ADDRESS = /^[^\s@<>"]+@[^\s@.]+(?:\.[^\s@.]+)+$/;

/** Whoever has the address that was typed in full, though neither side knows it: someone new (T1). */
export function FoundByAddress(elsewhere: Elsewhere) {
  return ADDRESS.test(elsewhere.q) ? <Addressed {...elsewhere} /> : null;
}

function Addressed({ q, known, ...rest }: Elsewhere) {
  const found = useLoaded(() => api.people([{ email: q }], false), [q]);
  const address = q.toLowerCase();
  // Whom Salesforce or the list above has is shown there.
  const others = (found.value?.people ?? []).filter(
    ({ id, recordId }) =>
      id === undefined && recordId === undefined && known.every(({ email = '' }) => email.toLowerCase() !== address),
  );
  if (others.length === 0) return <Problem text={found.problem} onAgain={found.reload} />;
  return <Rows people={others} {...rest} />;
}

/** People who stay where they were found when they are switched. */
export function Rows({
  people,
  autoRemoval,
  onChange,
}: Pick<Elsewhere, 'autoRemoval' | 'onChange'> & { readonly people: readonly Person[] }) {
  const styles = useStyles();
  const [changed, setChanged] = useState<ReadonlyMap<string, Person>>(new Map());
  if (people.length === 0) return null;
  return (
    <ul className={styles.list}>
      {people.map((person) => {
        const key = keyOf(person);
        return (
          <PersonRow
            key={key}
            person={changed.get(key) ?? person}
            autoRemoval={autoRemoval}
            onChanged={(next) => {
              setChanged((before) => new Map([...before, [key, next]]));
              onChange();
            }}
          />
        );
      })}
    </ul>
  );
}
