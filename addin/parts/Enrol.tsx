import { useState } from 'react';
import { Caption1, Combobox, Field, Input, makeStyles, Option, tokens } from '@fluentui/react-components';
import type { KnownPerson } from '../../server/http/contract.ts';
import { adminApi } from '../api.ts';
import { adminWords } from '../words/admin.ts';
import { time, words } from '../words/words.ts';
import { Act } from './Act.tsx';
import { useAnnounce } from './announce.tsx';
import { Card } from './Card.tsx';
import { useLoaded } from './use-loaded.ts';
import { useTyped } from './use-typed.ts';

const useStyles = makeStyles({
  form: { display: 'flex', flexWrap: 'wrap', alignItems: 'start', gap: tokens.spacingHorizontalM },
  field: { flexGrow: 1, flexBasis: '14rem', minInlineSize: 0 },
  choice: { minInlineSize: 0 },
  add: { alignSelf: 'flex-start' },
  option: { display: 'grid', minInlineSize: 0 },
  soft: { color: tokens.colorNeutralForeground2 },
});

/** Adds a mailbox: of somebody who has signed in, or by its address. */
export function Enrol({ onEnrolled }: { readonly onEnrolled: () => void }) {
  const styles = useStyles();
  const announce = useAnnounce();
  const [person, setPerson] = useState<KnownPerson>();
  const [address, setAddress] = useState('');
  const [username, setUsername] = useState('');
  const [added, setAdded] = useState(0);
  const enrol = async () => {
    const { email } = await adminApi.enrol(address.trim(), username.trim(), person);
    announce(adminWords().enrolled(email));
    setPerson(undefined);
    setAddress('');
    setUsername('');
    setAdded(added + 1);
    onEnrolled();
  };
  return (
    <Card title={adminWords().enrolTitle}>
      <div className={styles.form}>
        <PersonChoice key={added} onChoose={setPerson} />
        <Field
          className={styles.field}
          label={adminWords().address}
          {...(person === undefined ? {} : { hint: adminWords().addressHint })}
        >
          <Input type="email" value={address} onChange={(_, { value }) => setAddress(value)} />
        </Field>
        <Field className={styles.field} label={adminWords().username} hint={adminWords().usernameHint}>
          <Input value={username} onChange={(_, { value }) => setUsername(value)} />
        </Field>
      </div>
      <Act appearance="primary" className={styles.add} onAct={enrol}>
        {adminWords().enrol}
      </Act>
    </Card>
  );
}

/** Who has signed in and waits for a mailbox, found by name. */
function PersonChoice({ onChoose }: { readonly onChoose: (person: KnownPerson | undefined) => void }) {
  const styles = useStyles();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<KnownPerson>();
  const q = useTyped(typed);
  const found = useLoaded(() => adminApi.peopleToEnrol(q), [q]);
  const people = found.value?.people ?? [];
  const choose = (person: KnownPerson | undefined) => {
    setChosen(person);
    onChoose(person);
  };
  return (
    <Field
      className={styles.field}
      label={adminWords().person}
      hint={adminWords().personHint}
      {...(found.problem === undefined ? {} : { validationMessage: found.problem })}
    >
      <Combobox
        className={styles.choice}
        clearable
        inlinePopup
        value={chosen?.name ?? typed}
        selectedOptions={chosen === undefined ? [] : [keyOf(chosen)]}
        onChange={({ target }) => {
          choose(undefined);
          setTyped(target.value);
        }}
        onOptionSelect={(_, { optionValue }) => {
          setTyped('');
          choose(people.find((person) => keyOf(person) === optionValue));
        }}
      >
        {people.map((person) => (
          <Option key={keyOf(person)} value={keyOf(person)} text={person.name}>
            <span className={styles.option}>
              {person.name}
              <Caption1 className={styles.soft}>{adminWords().personSeen(time(person.seenAt))}</Caption1>
            </span>
          </Option>
        ))}
        {people.length === 0 && (
          <Option key="none" value="" text={adminWords().noPerson} disabled>
            {found.busy ? words.loading : adminWords().noPerson}
          </Option>
        )}
      </Combobox>
    </Field>
  );
}

const keyOf = ({ tenantId, objectId }: KnownPerson): string => JSON.stringify([tenantId, objectId]);
