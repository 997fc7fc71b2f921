import { useState } from 'react';
import { api, signIn } from '../api.ts';
import { Await } from '../parts/Shell.tsx';
import { useLoaded } from '../parts/use-loaded.ts';
import { words } from '../words.ts';

/** The development sign-in: one of the sample people, or a token. */
export function SignIn({ onSignedIn }: { onSignedIn: () => void }) {
  const people = useLoaded(() => api.samplePeople().catch(() => ({ people: [] })), []);
  const [token, setToken] = useState('');
  const enter = (given: string) => {
    signIn(given);
    onSignedIn();
  };
  return (
    <section className="card">
      <h2>{words.signIn}</h2>
      <Await loaded={people}>
        {({ people: list }) =>
          list.length === 0 ? (
            <form
              onSubmit={(event) => {
                event.preventDefault();
                enter(token);
              }}
            >
              <label>
                {words.signInToken}
                <input value={token} onChange={(event) => setToken(event.target.value)} required />
              </label>
              <button className="primary">{words.signIn}</button>
            </form>
          ) : (
            <ul className="choices">
              {list.map((person) => (
                <li key={person.email}>
                  <button onClick={() => enter(person.token)}>
                    <strong>{person.name}</strong>
                    <span>
                      {person.email}
                      {person.admin ? ' · Admin' : ''}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          )
        }
      </Await>
    </section>
  );
}
