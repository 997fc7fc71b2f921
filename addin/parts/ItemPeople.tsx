import { useEffect, useRef, useState } from 'react';
import { Body1, Button, Caption1, makeStyles, Subtitle2, tokens } from '@fluentui/react-components';
import { ChevronDownRegular, ChevronUpRegular } from '@fluentui/react-icons';
import type { Me, Person, Settings } from '../../server/http/contract.ts';
import type { OpenItem, Outlook, Recipient } from '../office.ts';
import { words } from '../words/words.ts';
import { useAnnounce } from './announce.tsx';
import { Problem, Waiting } from './Await.tsx';
import { PersonRow } from './PersonRow.tsx';
import { useItem } from './use-item.ts';
import { usePeople, type FollowedPeople } from './use-people.tsx';

const useStyles = makeStyles({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  soft: { color: tokens.colorNeutralForeground2 },
  section: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
  fold: { alignSelf: 'flex-start', paddingInline: tokens.spacingHorizontalNone },
});

interface Shown {
  readonly me: Me;
  readonly settings: Settings;
  /** Changes when a session may have changed anybody. */
  readonly version: string;
  readonly onChange: () => void;
}

/** The people of the message or appointment that is open, yourself left out. */
export function ItemPeople({ host, ...shown }: Shown & { readonly host: Outlook }) {
  const styles = useStyles();
  const { me } = shown;
  const { sequence, item } = useItem(host);
  const own = new Set([me.email.toLowerCase(), host.mailbox.email]);
  const others = item.kind === 'people' ? item.people.filter(({ email }) => !own.has(email)) : [];
  useSaid(sequence, item, others.length);
  if (item.kind === 'reading') return <Waiting />;
  if (item.kind === 'refused') return <Problem text={words.item.refused} onAgain={item.askAgain} />;
  if (item.kind !== 'people') return <Body1 as="p">{words.item[item.kind]}</Body1>;
  return (
    <section className={styles.section}>
      <Subtitle2 as="h2">{words.item.title[item.place]}</Subtitle2>
      {item.shared && <Caption1 className={styles.soft}>{words.item.shared(me.name)}</Caption1>}
      {others.length === 0 ? <Body1 as="p">{words.item.nobody}</Body1> : <List recipients={others} {...shown} />}
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
    // What went wrong is read aloud where it stands.
    if (first || item.kind === 'refused') return;
    announce(item.kind === 'people' ? words.item.changed(count) : words.item[item.kind]);
  }, [sequence, item, count, announce]);
}

/** One's colleagues are folded away, and so are rooms and the like: nobody means to sync them. */
function List({ recipients, settings, version, onChange }: Shown & { readonly recipients: readonly Recipient[] }) {
  const styles = useStyles();
  const people = usePeople(recipients, version);
  const folded = recipients.filter(({ email }) => people.of(email)?.colleague === true);
  const rest = recipients.filter((recipient) => !folded.includes(recipient));
  const rows = (some: readonly Recipient[]) => (
    <ul className={styles.list}>
      {some.map((recipient) => (
        <Row
          // A row belongs to its person: what was open or asked of another one is not shown for this one.
          key={recipient.email || recipient.name}
          recipient={recipient}
          people={people}
          settings={settings}
          onChange={onChange}
        />
      ))}
    </ul>
  );
  return (
    <>
      <Problem text={people.problem} onAgain={people.reload} />
      {rest.length > 0 && rows(rest)}
      {folded.length > 0 && <Folded count={folded.length}>{rows(folded)}</Folded>}
    </>
  );
}

function Row({
  recipient: { name, email },
  people,
  settings,
  onChange,
}: {
  readonly recipient: Recipient;
  readonly people: FollowedPeople;
  readonly settings: Settings;
  readonly onChange: () => void;
}) {
  const known = people.of(email);
  const person: Person = known ?? { email, status: 'not synced', why: '' };
  const changed = (next: Person) => {
    people.replace(next);
    onChange();
  };
  return (
    <PersonRow
      person={person}
      calledThere={name}
      checking={people.checking(email) || (known === undefined && people.problem === undefined)}
      unknown={known === undefined && people.problem !== undefined}
      autoRemoval={settings.autoRemoval}
      onChanged={changed}
    />
  );
}

function Folded({ count, children }: { readonly count: number; readonly children: React.ReactNode }) {
  const styles = useStyles();
  const [open, setOpen] = useState(false);
  return (
    <div className={styles.section}>
      <Button
        className={styles.fold}
        appearance="transparent"
        size="small"
        icon={open ? <ChevronUpRegular /> : <ChevronDownRegular />}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {words.people.colleagues(count)}
      </Button>
      {open && children}
    </div>
  );
}
