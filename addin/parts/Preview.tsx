import { makeStyles, Text, tokens } from '@fluentui/react-components';
import type { Preview as Shown } from '../../server/http/contract.ts';
import { edge } from '../theme/edge.ts';
import type { ViewWords } from '../words/views-en.ts';
import { viewWords } from '../words/views.ts';
import { words } from '../words/words.ts';
import { countsText } from './counts.ts';

const NAMES = 5;

const useStyles = makeStyles({
  preview: {
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground2,
    ...edge('InlineStart', tokens.strokeWidthThickest, tokens.colorBrandStroke1),
  },
  list: { marginBlock: tokens.spacingVerticalS, '> div + div': { marginBlockStart: tokens.spacingVerticalS } },
  names: { marginInlineStart: 0, color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
});

/** What a plan will do: the counts, and five names of each kind (F3). */
export function Preview({ counts, operations }: Pick<Shown, 'counts' | 'operations'>) {
  const styles = useStyles();
  const byKind = new Map<keyof ViewWords['kinds'], string[]>();
  for (const { kind, contact } of operations) {
    const names = byKind.get(kind) ?? [];
    names.push(contact.name || contact.email || words.people.noName);
    byKind.set(kind, names);
  }
  return (
    <div className={styles.preview} role="status">
      <Text as="h3" weight="semibold" block>
        {viewWords().preview.title}
      </Text>
      <Text as="p" block>
        {countsText(counts) || words.nothing}
      </Text>
      {byKind.size > 0 && (
        <dl className={styles.list}>
          {[...byKind].map(([kind, names]) => (
            <div key={kind}>
              <dt>
                {viewWords().kinds[kind]} ({names.length})
              </dt>
              <dd className={styles.names}>
                {names.slice(0, NAMES).join(', ')}
                {names.length > NAMES && ` ${viewWords().preview.others(names.length - NAMES)}`}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
