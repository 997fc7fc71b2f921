import { useState } from 'react';
import { Caption1, Link, makeStyles, Text, tokens } from '@fluentui/react-components';
import type { ActivityEntry } from '../../server/http/contract.ts';
import { api } from '../api.ts';
import { fieldName, ruleText, viewWords } from '../words/views.ts';
import { time, words } from '../words/words.ts';
import { Act } from './Act.tsx';
import { UndoAct } from './UndoAct.tsx';
import { edge } from '../theme/edge.ts';

const useStyles = makeStyles({
  row: { paddingBlock: tokens.spacingVerticalS, overflowWrap: 'anywhere' },
  soft: { color: tokens.colorNeutralForeground2 },
  fields: {
    listStyle: 'none',
    margin: 0,
    marginBlock: tokens.spacingVerticalXS,
    padding: 0,
    paddingInlineStart: tokens.spacingHorizontalS,
    ...edge('InlineStart', tokens.strokeWidthThick, tokens.colorNeutralStroke2),
  },
  before: { color: tokens.colorNeutralForeground2 },
  after: { textDecorationLine: 'none', fontWeight: tokens.fontWeightSemibold },
  nothing: { fontStyle: 'italic', color: tokens.colorNeutralForeground2 },
  actions: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalS,
    marginBlockStart: tokens.spacingVerticalXS,
  },
});

/** A new contact has many; the first ones tell who it is. */
const FEW = 3;

/** One write in plain words: field by field, before and after, whose change it was, and why (J1). */
export function ActivityRow({
  entry,
  onAct,
}: {
  readonly entry: ActivityEntry;
  readonly onAct: <T>(work: Promise<T>) => Promise<T>;
}) {
  const styles = useStyles();
  const { kind, contact, fields, lost = [], at, rule, undone, contactId, state } = entry;
  const [all, setAll] = useState(false);
  const who = contact.name || contact.email || words.people.noName;
  const stateText = undone ? viewWords().activity.undone : viewWords().activity.states[state];
  return (
    <li className={styles.row}>
      <Text as="p" block>
        <Text weight="semibold">{who}</Text> · {viewWords().kinds[kind]}
        {stateText !== '' && ` (${stateText})`}
      </Text>
      <Caption1 as="p" block className={styles.soft}>
        <time dateTime={at}>{time(at)}</time> · {viewWords().activity.why(ruleText(rule))}
      </Caption1>
      {fields.length > 0 && (
        <ul className={styles.fields}>
          {(all ? fields : fields.slice(0, FEW)).map(({ field, before, after, from }) => (
            <li key={field}>
              <Caption1>
                {fieldName(field)}: <del className={styles.before}>{before || <Empty />}</del>{' '}
                <span aria-hidden="true">→</span> <ins className={styles.after}>{after || <Empty />}</ins>{' '}
                <span className={styles.soft}>({viewWords().activity.from[from]})</span>
              </Caption1>
            </li>
          ))}
        </ul>
      )}
      {fields.length > FEW && (
        <Link as="button" aria-expanded={all} onClick={() => setAll(!all)}>
          <Caption1>{all ? viewWords().activity.fewer : viewWords().activity.allFields(fields.length)}</Caption1>
        </Link>
      )}
      {lost.map(({ field, value, inForce }) => (
        <div key={field}>
          <Caption1>{viewWords().activity.lost(fieldName(field), value || viewWords().activity.empty)}</Caption1>
          {contactId !== undefined && !undone && inForce === undefined && (
            <div className={styles.actions}>
              <Act size="small" onAct={() => onAct(api.putBack(contactId, field, entry.id))}>
                {viewWords().people.putBack}
              </Act>
            </div>
          )}
        </div>
      ))}
      {entry.cameBack && contactId !== undefined && (
        <div className={styles.actions}>
          <Caption1>{viewWords().activity.cameBack}</Caption1>
          <Act
            size="small"
            label={viewWords().activity.stopLabel(who)}
            onAct={() => onAct(api.changeContact(contactId, { sync: false, mode: 'keep-both' }))}
          >
            {viewWords().activity.stop}
          </Act>
        </div>
      )}
      {entry.undoable && contactId !== undefined && (
        <div className={styles.actions}>
          <UndoAct
            label={viewWords().activity.undoLabel(who)}
            look={() => api.previewUndoContact(contactId, entry.session)}
            undo={() => onAct(api.undoContact(contactId, entry.session))}
          />
        </div>
      )}
    </li>
  );
}

/** A word for it: a blank beside an arrow would look like a fault. */
const Empty = () => <span className={useStyles().nothing}>{viewWords().activity.empty}</span>;
