import type { Person } from '../../server/http/contract.ts';
import { viewWords } from '../words/views.ts';
import { OneOf } from './OneOf.tsx';

type Offered = NonNullable<Person['choices']>;

/** P1: as the person would recognise each record that may be theirs, and that it is none of them. */
export const recordOptions = (choices: Offered) => [
  ...choices.map(({ id, name, account, email }) => ({
    id,
    text: [name, account, email].filter((part) => (part ?? '') !== '').join(', '),
  })),
  { id: 'new', text: viewWords().people.createNew },
];

/** P1: several records have the address, and one of them is meant, or none. */
export function RecordChoice({
  choices,
  onChoose,
  onCancel,
}: {
  readonly choices: Offered;
  readonly onChoose: (choice: string) => Promise<void>;
  readonly onCancel: () => void;
}) {
  return (
    <OneOf
      question={viewWords().people.choose}
      options={recordOptions(choices)}
      onChoose={onChoose}
      onCancel={onCancel}
    />
  );
}
