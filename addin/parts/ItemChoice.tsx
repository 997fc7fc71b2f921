import type { FoundItem } from '../../server/http/contract.ts';
import { viewWords } from '../words/views.ts';
import { words } from '../words/words.ts';
import { OneOf } from './OneOf.tsx';

/** As the person would recognise it among their own contacts. */
export const itemText = ({ name, company = '', emails }: FoundItem): string =>
  [name || words.people.noName, company, ...emails].filter((part) => part !== '').join(', ');

/** U6: several of one's Outlook contacts have the address, and one of them is meant. */
export function ItemChoice({
  items,
  onChoose,
  onCancel,
}: {
  readonly items: readonly FoundItem[];
  readonly onChoose: (item: string) => Promise<void>;
  readonly onCancel: () => void;
}) {
  return (
    <OneOf
      question={viewWords().people.whichItem}
      options={items.map((item) => ({ id: item.id, text: itemText(item) }))}
      onChoose={onChoose}
      onCancel={onCancel}
    />
  );
}
