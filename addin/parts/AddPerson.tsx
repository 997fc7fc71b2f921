import { useState, type SubmitEvent } from 'react';
import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { api } from '../api.ts';
import { words } from '../words/words.ts';
import { Wrong } from './Act.tsx';
import { useAnnounce } from './announce.tsx';
import { useAct } from './use-act.ts';

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', alignItems: 'stretch', gap: tokens.spacingVerticalM },
});

/** T1 for somebody who is not in the list: an address, and a name where the address does not tell it. */
export function AddPerson({ onAdded }: { readonly onAdded: () => void }) {
  const styles = useStyles();
  const [open, setOpen] = useState(false);
  const [email, setEmail] = useState('');
  const [name, setName] = useState('');
  const announce = useAnnounce();
  const { busy, problem, act } = useAct();
  const add = async () => {
    const given = name.trim();
    const person = await api.changePerson(email.trim(), { sync: true, ...(given === '' ? {} : { name: given }) });
    announce(words.people.changed(person.name ?? person.email, words.status[person.status]));
    setEmail('');
    setName('');
    onAdded();
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    act(add);
  };
  return (
    <div>
      <Button appearance="transparent" aria-expanded={open} onClick={() => setOpen(!open)}>
        {words.people.add}
      </Button>
      {open && (
        <form onSubmit={submit} className={styles.form}>
          <Field label={words.people.address} required>
            <Input type="email" autoComplete="off" value={email} onChange={(_, { value }) => setEmail(value)} />
          </Field>
          <Field label={words.people.name}>
            <Input autoComplete="off" value={name} onChange={(_, { value }) => setName(value)} />
          </Field>
          <Button type="submit" appearance="primary" disabledFocusable={busy}>
            {busy ? words.working : words.people.addButton}
          </Button>
          <Wrong text={problem} />
        </form>
      )}
    </div>
  );
}
