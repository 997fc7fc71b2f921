import { useState } from 'react';
import { Button, Caption1, Field, Input, makeStyles, Subtitle1, tokens } from '@fluentui/react-components';
import type { SamplePerson } from '../../server/http/contract.ts';
import { api, ApiProblem, signIn } from '../api.ts';
import { Await } from '../parts/Await.tsx';
import { useLoaded } from '../parts/use-loaded.ts';
import { words } from '../words/words.ts';

const useStyles = makeStyles({
  page: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    maxInlineSize: '28rem',
    marginInline: 'auto',
    padding: tokens.spacingHorizontalL,
  },
  list: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    listStyle: 'none',
    margin: 0,
    padding: 0,
  },
  person: { inlineSize: '100%', justifyContent: 'flex-start', textAlign: 'start' },
  detail: { display: 'block', color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
  form: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: tokens.spacingVerticalM },
});

/** The development sign-in: one of the sample people, or a token where there are none. */
export function SignIn({ onSignedIn }: { readonly onSignedIn: () => void }) {
  const styles = useStyles();
  const people = useLoaded(async () => {
    try {
      return (await api.samplePeople()).people;
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 404) return [];
      throw error;
    }
  }, []);
  const enter = (token: string) => {
    signIn(token);
    onSignedIn();
  };
  return (
    <main className={styles.page}>
      <Await loaded={people}>
        {(list) => (list.length === 0 ? <TokenField onEnter={enter} /> : <Choice people={list} onEnter={enter} />)}
      </Await>
    </main>
  );
}

function Choice({
  people,
  onEnter,
}: {
  readonly people: readonly SamplePerson[];
  readonly onEnter: (token: string) => void;
}) {
  const styles = useStyles();
  return (
    <>
      <Subtitle1 as="h1">{words.signIn.sample}</Subtitle1>
      <ul className={styles.list}>
        {people.map(({ email, name, admin, service, token }) => (
          <li key={email}>
            <Button className={styles.person} onClick={() => onEnter(token)}>
              <span>
                {name}
                <Caption1 className={styles.detail}>
                  {[email, words.signIn.services[service], ...(admin ? [words.signIn.admin] : [])].join(' · ')}
                </Caption1>
              </span>
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}

function TokenField({ onEnter }: { readonly onEnter: (token: string) => void }) {
  const styles = useStyles();
  const [token, setToken] = useState('');
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (token.trim() !== '') onEnter(token.trim());
      }}
    >
      <Subtitle1 as="h1">{words.signIn.title}</Subtitle1>
      <Field label={words.signIn.token} hint={words.signIn.tokenHint} required>
        <Input type="password" autoComplete="off" value={token} onChange={(_, { value }) => setToken(value)} />
      </Field>
      <Button type="submit" appearance="primary">
        {words.signIn.enter}
      </Button>
    </form>
  );
}
