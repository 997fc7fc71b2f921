import { useRef, useState } from 'react';
import { Button, Caption1, makeStyles, Text, tokens } from '@fluentui/react-components';
import type { KeptEditAnswer, UndoPreviewAnswer } from '../../server/http/contract.ts';
import { fieldName, viewWords } from '../words/views.ts';
import { words } from '../words/words.ts';
import { Act } from './Act.tsx';
import { useAnnounce } from './announce.tsx';
import { Ask } from './Ask.tsx';
import { Preview } from './Preview.tsx';

const FEW = 5;

const useStyles = makeStyles({
  shown: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, inlineSize: '100%' },
  list: { margin: 0, paddingInlineStart: tokens.spacingHorizontalL, overflowWrap: 'anywhere' },
});

/** J1: the first press shows what an undo would do now and what it would keep; the second does it. */
export function UndoAct({
  label,
  look,
  undo,
}: {
  readonly label: string;
  readonly look: () => Promise<UndoPreviewAnswer>;
  readonly undo: () => Promise<{ readonly kept: readonly KeptEditAnswer[] }>;
}) {
  const styles = useStyles();
  const [shown, setShown] = useState<UndoPreviewAnswer>();
  const opener = useRef<HTMLSpanElement>(null);
  const announce = useAnnounce();
  const close = () => {
    setShown(undefined);
    opener.current?.querySelector('button')?.focus();
  };
  return (
    <>
      <span ref={opener}>
        <Act size="small" label={label} onAct={async () => setShown(await look())}>
          {viewWords().activity.undo}
        </Act>
      </span>
      {shown && (
        <Ask
          question={viewWords().activity.undoAsk}
          onCancel={close}
          detail={
            <div className={styles.shown}>
              <Preview counts={shown.counts} operations={shown.operations} />
              {shown.lost && <Text as="p">{shown.lost.text}</Text>}
              <Kept edits={shown.kept} />
            </div>
          }
        >
          <Act
            appearance="primary"
            onAct={async () => {
              const { kept } = await undo();
              announce(kept.length === 0 ? viewWords().activity.undone : viewWords().activity.undoneBut(kept.length));
              close();
            }}
          >
            {viewWords().activity.undoIt}
          </Act>
        </Ask>
      )}
    </>
  );
}

/** Later edits are shown and kept. */
function Kept({ edits }: { readonly edits: readonly KeptEditAnswer[] }) {
  const styles = useStyles();
  const [all, setAll] = useState(false);
  if (edits.length === 0) return null;
  return (
    <div>
      <Text as="p" weight="semibold" block>
        {viewWords().activity.kept(edits.length)}
      </Text>
      <ul className={styles.list}>
        {(all ? edits : edits.slice(0, FEW)).map(({ contact, contactId, field = '', now = '', reason }) => (
          <li key={`${contactId} ${field}`}>
            <Caption1>
              {contact.name || contact.email || words.people.noName}
              {field !== '' && `, ${fieldName(field)}: “${now || viewWords().activity.empty}”`}. {reason.text}
            </Caption1>
          </li>
        ))}
      </ul>
      {edits.length > FEW && !all && (
        <Button size="small" appearance="transparent" onClick={() => setAll(true)}>
          {viewWords().preview.others(edits.length - FEW)}
        </Button>
      )}
    </div>
  );
}
