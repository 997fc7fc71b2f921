import { lazy, Suspense, useState } from 'react';
import { makeStyles, SearchBox, tokens } from '@fluentui/react-components';
import type { Me, Settings } from '../../server/http/contract.ts';
import type { Host } from '../office.ts';
import { ItemPeople } from '../parts/ItemPeople.tsx';
import { Waiting } from '../parts/Await.tsx';
import { useAgeing } from '../parts/use-people.tsx';
import { useTyped } from '../parts/use-typed.ts';
import { words } from '../words/words.ts';

const PeopleSearch = lazy(async () => ({
  default: (await import(/* webpackChunkName: 'search' */ '../parts/PeopleSearch.tsx')).PeopleSearch,
}));

const useStyles = makeStyles({
  people: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  search: { maxInlineSize: 'none', inlineSize: '100%' },
});

/** The people of the open message; a search finds everybody else. Outside Outlook, everybody. */
export function People({
  needYou,
  host,
  me,
  settings,
  version,
  onChange,
}: {
  /** Those that wait for the person, first of all. */
  readonly needYou: boolean;
  readonly host: Host;
  readonly me: Me;
  readonly settings: Settings;
  /** Changes when a session may have changed anybody. */
  readonly version: string;
  readonly onChange: () => void;
}) {
  const styles = useStyles();
  const [typed, setTyped] = useState('');
  const q = useTyped(typed);
  const age = useAgeing();
  return (
    <div className={styles.people}>
      <SearchBox
        className={styles.search}
        aria-label={words.people.search}
        placeholder={words.people.search}
        value={typed}
        onChange={(_, { value }) => setTyped(value)}
      />
      {typed === '' && host.kind === 'outlook' && !needYou ? (
        <ItemPeople host={host} me={me} settings={settings} version={version} onChange={onChange} />
      ) : (
        <Suspense fallback={<Waiting />}>
          <PeopleSearch
            needYou={needYou}
            q={typed === '' ? '' : q}
            settings={settings}
            version={version}
            onChange={() => {
              // They may be on the message, too.
              age();
              onChange();
            }}
          />
        </Suspense>
      )}
    </div>
  );
}
