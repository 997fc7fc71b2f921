import { useEffect, useRef } from 'react';
import { Body1, Caption1, makeStyles, Subtitle2, tokens } from '@fluentui/react-components';
import type { Me, Person, Settings } from '../../server/http/contract.ts';
import type { OpenItem, Outlook, Recipient } from '../office.ts';
import { shortTime, words } from '../words/words.ts';
import { useAnnounce } from './announce.tsx';
import { Problem, Waiting } from './Await.tsx';
import { PersonRow } from './PersonRow.tsx';
import { useItem } from './use-item.ts';
import { usePeople } from './use-people.ts';

const useStyles = makeStyles({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  soft: { color: tokens.colorNeutralForeground2 },
  section: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
});

/** The people of the message or appointment that is open, yourself left out. */
export function ItemPeople({
  host,
  me,
  settings,
  onChange,
}: {
  readonly host: Outlook;
  readonly me: Me;
  readonly settings: Settings;
  readonly onChange: () => void;
}) {
  const styles = useStyles();
  const { sequence, item } = useItem(host);
  const own = new Set([me.email.toLowerCase(), host.mailbox.email]);
  const others = item.kind === 'people' ? item.people.filter(({ email }) => !own.has(email)) : [];
  useSaid(sequence, item, others.length);
  if (item.kind === 'reading') return <Waiting />;
  if (item.kind !== 'people') return <Body1 as="p">{words.item[item.kind]}</Body1>;
  return (
    <section className={styles.section}>
      <Subtitle2 as="h2">{words.item.title[item.place]}</Subtitle2>
      {item.shared && <Caption1 className={styles.soft}>{words.item.shared(me.name)}</Caption1>}
      {others.length === 0 ? (
        <Body1 as="p">{words.item.nobody}</Body1>
      ) : (
        <List recipients={others} me={me} settings={settings} onChange={onChange} />
      )}
    </section>
  );
}

/** An item change is said, politely; the focus stays where it is. */
function useSaid(sequence: number, item: OpenItem, count: number): void {
  const announce = useAnnounce();
  const said = useRef(0);
  useEffect(() => {
    if (item.kind === 'reading' || said.current === sequence) return;
    // The first is what the pane opened with, and is read with it.
    const first = said.current === 0;
    said.current = sequence;
    if (first) return;
    announce(item.kind === 'people' ? words.item.changed(count) : words.item[item.kind]);
  }, [sequence, item, count, announce]);
}

function List({
  recipients,
  me,
  settings,
  onChange,
}: {
  readonly recipients: readonly Recipient[];
  readonly me: Me;
  readonly settings: Settings;
  readonly onChange: () => void;
}) {
  const styles = useStyles();
  const addresses = recipients.flatMap(({ email, group }) => (email === '' || group ? [] : [email]));
  const people = usePeople(addresses, me.lastSessionAt ?? '');
  const changed = (person: Person) => {
    people.replace(person);
    onChange();
  };
  return (
    <>
      <Problem text={people.problem} onAgain={people.reload} />
      {people.knownAt !== undefined && (
        <Caption1 className={styles.soft}>
          {words.people.knownAt(shortTime(new Date(people.knownAt).toISOString()))}
        </Caption1>
      )}
      <ul className={styles.list}>
        {recipients.map((recipient) => {
          const { name, email } = recipient;
          const known = people.of(email);
          const person: Person = known ?? { email, status: 'not synced', why: '' };
          return (
            <PersonRow
              // A row belongs to its person: what was open or asked of another one is not shown for this one.
              key={email || name}
              person={person}
              calledThere={name}
              checking={people.checking(email) && known === undefined}
              autoRemoval={settings.autoRemoval}
              onChanged={changed}
            />
          );
        })}
      </ul>
    </>
  );
}
