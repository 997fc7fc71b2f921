import { useState } from 'react';
import { Field, Link, Textarea } from '@fluentui/react-components';
import type { Person } from '../../server/http/contract.ts';
import { language, words } from '../words/words.ts';
import { useAnnounce } from './announce.tsx';

/** What support needs to find the case, and nothing that says who it is: no name, no address, no value of a field. */
export function supportText({ id, status, reason, recordId, syncedAt, kind, asOf }: Person, now: Date): string {
  const facts = {
    at: now.toISOString(),
    contact: id,
    record: recordId,
    status,
    reason: reason?.code,
    field: reason?.params['field'],
    kind,
    syncedAt,
    asOf,
    language,
  };
  return Object.entries(facts)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join('\n');
}

/** Copies them; where the browser forbids that in a frame, they stand there to be copied by hand. */
export function SupportDetails({ person }: { readonly person: Person }) {
  const [byHand, setByHand] = useState<string>();
  const announce = useAnnounce();
  const copy = async () => {
    const text = supportText(person, new Date());
    try {
      await navigator.clipboard.writeText(text);
      setByHand(undefined);
      announce(words.people.copied);
    } catch {
      setByHand(text);
    }
  };
  return (
    <>
      <Link as="button" onClick={() => void copy()}>
        {words.people.copy}
      </Link>
      {byHand !== undefined && (
        <Field label={words.people.copyByHand}>
          <Textarea readOnly value={byHand} onFocus={({ target }) => target.select()} />
        </Field>
      )}
    </>
  );
}
