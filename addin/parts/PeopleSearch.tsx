import { useEffect, useState } from 'react';
import { Body1, makeStyles, Select, tokens } from '@fluentui/react-components';
import type { Contact, Person, Settings, Status } from '../../server/http/contract.ts';
import { api } from '../api.ts';
import { viewWords } from '../words/views.ts';
import { words } from '../words/words.ts';
import { Act } from './Act.tsx';
import { Await } from './Await.tsx';
import { FoundByAddress, FoundInSalesforce } from './FoundElsewhere.tsx';
import { OutlookContacts } from './OutlookContacts.tsx';
import { PersonRow } from './PersonRow.tsx';
import { usePages } from './use-pages.ts';

/** Those that `GET /api/contacts` can answer; the two others are asked for by address only. */
const STATUSES: readonly Status[] = ['needs attention', 'conflict', 'waiting', 'stopped by you', 'synced'];

const NEED_YOU: readonly Status[] = ['needs attention', 'conflict'];
/** As few as the server searches Salesforce and Outlook for. */
const SHORTEST = 2;

const useStyles = makeStyles({
  search: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  list: { listStyle: 'none', margin: 0, padding: 0 },
});

/** Everybody who is synced, waits or is stopped, at once; what Salesforce has besides, as it answers; and at one's own word one's Outlook contacts. */
export function PeopleSearch({
  q,
  needYou,
  settings,
  version,
  onChange,
}: {
  /** To begin with, only those that wait for the person. */
  readonly needYou: boolean;
  readonly q: string;
  readonly settings: Settings;
  /** Changes when a session may have changed anybody. */
  readonly version: string;
  readonly onChange: () => void;
}) {
  const styles = useStyles();
  const [chosen, setChosen] = useState<Status | 'need you' | ''>(needYou ? 'need you' : '');
  const statuses = chosen === 'need you' ? NEED_YOU : chosen === '' ? [] : [chosen];
  const contacts = usePages(
    async (after) => {
      const { contacts: rows, next } = await api.contacts({ q, statuses }, after);
      return { rows, next };
    },
    [q, chosen],
  );
  const waits = contacts.value?.some(({ status }) => status === 'waiting') === true;
  useEffect(() => {
    // Nothing jumps under the person's finger but for those who wait for the session.
    if (waits) contacts.reload();
  }, [version]);
  const changed = (before: Contact, { email, ...person }: Person) => {
    const address = email === '' ? before.email : email;
    contacts.replace({ ...person, id: before.id, ...(address === undefined ? {} : { email: address }) });
    onChange();
  };
  const wide = chosen === '' && [...q].length >= SHORTEST && settings.contactsSync;
  const elsewhere = { q, known: contacts.value ?? [], autoRemoval: settings.autoRemoval, onChange };
  return (
    <div className={styles.search}>
      <Select
        aria-label={viewWords().people.filter}
        value={chosen}
        onChange={(_, { value }) => setChosen(value as typeof chosen)}
      >
        <option value="">{viewWords().people.all}</option>
        <option value="need you">{viewWords().people.needYou}</option>
        {STATUSES.map((one) => (
          <option key={one} value={one}>
            {words.status[one]}
          </option>
        ))}
      </Select>
      <Await loaded={contacts}>
        {(rows) =>
          rows.length === 0 ? (
            <Body1 as="p">{nobody(q, chosen, wide)}</Body1>
          ) : (
            <ul className={styles.list}>
              {rows.map((contact) => (
                <PersonRow
                  key={contact.id}
                  person={{ ...contact, email: contact.email ?? '' }}
                  autoRemoval={settings.autoRemoval}
                  onChanged={(person) => changed(contact, person)}
                />
              ))}
            </ul>
          )
        }
      </Await>
      {contacts.loadMore && <Act onAct={contacts.loadMore}>{words.more}</Act>}
      {wide && (
        // Anew for each search: whom another one found is not this one's.
        <div key={q} className={styles.search}>
          <FoundInSalesforce {...elsewhere} />
          <FoundByAddress {...elsewhere} />
          <OutlookContacts {...elsewhere} />
        </div>
      )}
    </div>
  );
}

function nobody(q: string, chosen: string, wide: boolean): string {
  if (q === '' && chosen === '') return viewWords().people.none;
  return wide ? viewWords().search.noneSynced : viewWords().people.noneFound;
}
