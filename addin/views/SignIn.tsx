import { useState } from 'react';
import type { SamplePerson } from '../../server/http/contract.ts';
import { api, ApiProblem, signIn } from '../api.ts';
import { Await } from '../parts/Await.tsx';
import { useLoaded } from '../parts/use-loaded.ts';
import { words } from '../words/words.ts';

/** The development sign-in: one of the sample people, or a token where there are none. */
export function SignIn({ onSignedIn }: { readonly onSignedIn: () => void }) {
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
    <>
      <header>
        <h1>{words.appName}</h1>
      </header>
      <main className="narrow">
        <section className="card">
          <Await loaded={people}>
            {(list) => (list.length === 0 ? <TokenField onEnter={enter} /> : <Choice people={list} onEnter={enter} />)}
          </Await>
        </section>
      </main>
    </>
  );
}

function Choice({
  people,
  onEnter,
}: {
  readonly people: readonly SamplePerson[];
  readonly onEnter: (token: string) => void;
}) {
  return (
    <>
      <h2>{words.signIn.sample}</h2>
      <ul className="choices">
        {people.map(({ email, name, admin, service, token }) => (
          <li key={email}>
            <button type="button" onClick={() => onEnter(token)}>
              <strong>{name}</strong>
              <span className="soft">
                {[email, words.signIn.services[service], ...(admin ? [words.signIn.admin] : [])].join(' · ')}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function TokenField({ onEnter }: { readonly onEnter: (token: string) => void }) {
  const [token, setToken] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (token.trim() !== '') onEnter(token.trim());
      }}
    >
      <h2>{words.signIn.title}</h2>
      <label htmlFor="token">{words.signIn.token}</label>
      <input
        id="token"
        type="password"
        autoComplete="off"
        aria-describedby="token-hint"
        value={token}
        onChange={(event) => setToken(event.target.value)}
        required
      />
      <p className="soft" id="token-hint">
        {words.signIn.tokenHint}
      </p>
      <button type="submit" className="primary">
        {words.signIn.enter}
      </button>
    </form>
  );
}
