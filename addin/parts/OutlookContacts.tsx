import { useState } from 'react';
import { Caption1, makeStyles, Subtitle2, Text, tokens } from '@fluentui/react-components';
import type { FoundItem, Person } from '../../server/http/contract.ts';
import { api } from '../api.ts';
import { viewWords } from '../words/views.ts';
import { words } from '../words/words.ts';
import { Act } from './Act.tsx';
import { useAnnounce } from './announce.tsx';
import { Rows, type Elsewhere } from './FoundElsewhere.tsx';
import { itemText } from './ItemChoice.tsx';
import { StatusBadge } from './StatusBadge.tsx';

const useStyles = makeStyles({
  found: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: tokens.spacingVerticalS },
  list: {
    listStyle: 'none',
    margin: 0,
    padding: 0,
    inlineSize: '100%',
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
  },
  item: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    columnGap: tokens.spacingHorizontalM,
  },
  text: { overflowWrap: 'anywhere', minInlineSize: 0, flexShrink: 1 },
  rows: { inlineSize: '100%' },
  soft: { color: tokens.colorNeutralForeground2 },
});

/** U6: one's other Outlook contacts are looked at by this button alone, live; what is found is kept nowhere. */
export function OutlookContacts({ q, autoRemoval, onChange }: Elsewhere) {
  const styles = useStyles();
  const [items, setItems] = useState<readonly FoundItem[]>();
  const [switched, setSwitched] = useState<readonly { readonly item: string; readonly person: Person }[]>([]);
  const announce = useAnnounce();
  const look = async () => {
    const found = await api.searchOutlook(q);
    setItems(found.items);
    announce(viewWords().search.found(found.items.length));
  };
  const switchOn = async ({ id, name }: FoundItem) => {
    const person = await api.changeItem(id, { sync: true });
    announce(words.people.changed(person.name ?? name, words.status[person.status]));
    setSwitched((before) => [...before, { item: id, person }]);
    onChange();
  };
  if (items === undefined)
    return (
      <div className={styles.found}>
        <Act onAct={look}>{viewWords().search.lookInOutlook}</Act>
        <Caption1 className={styles.soft}>{viewWords().search.lookHint}</Caption1>
      </div>
    );
  const left = items.filter(({ id }) => switched.every(({ item }) => item !== id));
  return (
    <section className={styles.found}>
      <Subtitle2 as="h2">{viewWords().search.inOutlook}</Subtitle2>
      {items.length === 0 && <Caption1 className={styles.soft}>{viewWords().search.noneElsewhere}</Caption1>}
      <div className={styles.rows}>
        <Rows people={switched.map(({ person }) => person)} autoRemoval={autoRemoval} onChange={onChange} />
      </div>
      <ul className={styles.list}>
        {left.map((item) => (
          <li key={item.id} className={styles.item}>
            <Text className={styles.text}>{itemText(item)}</Text>
            {item.status !== undefined && item.status !== 'stopped by you' ? (
              <StatusBadge status={item.status} />
            ) : (
              <Act
                size="small"
                label={viewWords().search.switchOnLabel(item.name || words.people.noName)}
                onAct={() => switchOn(item)}
              >
                {viewWords().search.switchOn}
              </Act>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
