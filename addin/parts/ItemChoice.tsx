import { makeStyles, tokens } from '@fluentui/react-components';
import type { FoundItem } from '../../server/http/contract.ts';
import { viewWords } from '../words/views.ts';
import { words } from '../words/words.ts';
import { Act } from './Act.tsx';
import { Ask } from './Ask.tsx';

const useStyles = makeStyles({
  items: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'stretch',
    inlineSize: '100%',
    gap: tokens.spacingVerticalXS,
  },
});

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
  const styles = useStyles();
  return (
    <Ask question={viewWords().people.whichItem} onCancel={onCancel}>
      <div className={styles.items}>
        {items.map((item) => (
          <Act key={item.id} size="small" onAct={() => onChoose(item.id)}>
            {itemText(item)}
          </Act>
        ))}
      </div>
    </Ask>
  );
}
