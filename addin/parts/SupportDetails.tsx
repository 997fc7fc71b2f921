import { Link } from '@fluentui/react-components';
import type { Person } from '../../server/http/contract.ts';
import { viewWords } from '../words/views.ts';
import { language } from '../words/words.ts';
import { Copy } from './Copy.tsx';

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

export function SupportDetails({ person }: { readonly person: Person }) {
  const { copy, copied, copyByHand } = viewWords().people;
  return (
    <Copy
      text={() => supportText(person, new Date())}
      copied={copied}
      byHand={copyByHand}
      button={(onCopy) => (
        <Link as="button" onClick={onCopy}>
          {copy}
        </Link>
      )}
    />
  );
}
