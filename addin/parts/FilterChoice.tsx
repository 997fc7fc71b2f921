import { useId, useState } from 'react';
import {
  Body1,
  Caption1,
  Field,
  makeStyles,
  mergeClasses,
  Select,
  tokens,
  typographyStyles,
} from '@fluentui/react-components';
import type { Filter, ListView, Preview as Shown, Settings, SettingsChange } from '../../server/http/contract.ts';
import { api } from '../api.ts';
import { viewWords } from '../words/views.ts';
import { Act } from './Act.tsx';
import { Await } from './Await.tsx';
import { Preview } from './Preview.tsx';
import { RadioChoice } from './RadioChoice.tsx';
import { useLoaded } from './use-loaded.ts';

const KINDS = ['all', 'mine', 'view'] as const satisfies readonly Filter['kind'][];

const useStyles = makeStyles({
  choice: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  hint: { display: 'block', color: tokens.colorNeutralForeground2 },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  // A browser makes the list as wide as its longest option.
  views: { gridTemplateColumns: 'minmax(0, 1fr)' },
  reasons: { marginBlockStart: tokens.spacingVerticalS, ...typographyStyles.caption1 },
  unusable: { marginBlock: tokens.spacingVerticalXS, paddingInlineStart: tokens.spacingHorizontalL },
});

/** F3: a changed filter is saved only after its effect was shown, and with the id of what was shown. */
export function FilterChoice({
  settings,
  saveText = viewWords().settings.save,
  effect,
  onSave,
}: {
  readonly settings: Settings;
  readonly saveText?: string;
  /** The preview in one sentence. */
  readonly effect?: (shown: Shown) => string;
  readonly onSave: (change: SettingsChange, shown: Shown) => Promise<void>;
}) {
  const styles = useStyles();
  const saved = settings.filter;
  const [kind, setKind] = useState(saved.kind);
  const [listViewId, setListViewId] = useState(saved.kind === 'view' ? saved.listViewId : '');
  // Belongs to one choice: whoever chooses anew looks anew, also at an answer that came too late.
  const [shown, setShown] = useState<{ key: string; preview: Shown }>();
  const filter = filterOf(kind, listViewId);
  const key = kind === 'view' ? `view ${listViewId}` : kind;
  const preview = shown?.key === key ? shown.preview : undefined;
  const look = async () => {
    if (filter !== undefined) setShown({ key, preview: await api.preview(filter) });
  };
  const save = async () => {
    if (filter === undefined || preview === undefined) return;
    await onSave({ filter, preview: preview.id }, preview);
    setShown(undefined);
  };
  return (
    <div className={styles.choice}>
      <RadioChoice
        label={viewWords().settings.filter}
        value={kind}
        options={KINDS.map((one) => ({
          value: one,
          label: viewWords().settings[one],
          hint: viewWords().settings[`${one}Hint`],
        }))}
        onChoose={setKind}
      />
      {kind === 'view' && <ListViews chosen={listViewId} onChoose={setListViewId} />}
      <div className={styles.actions}>
        {filter !== undefined && (
          <Act appearance={preview === undefined ? 'primary' : 'secondary'} onAct={look}>
            {viewWords().settings.preview}
          </Act>
        )}
        {preview && (
          <Act appearance="primary" onAct={save}>
            {saveText}
          </Act>
        )}
      </div>
      {preview ? (
        <>
          {effect && <Body1 as="p">{effect(preview)}</Body1>}
          {(effect === undefined || preview.operations.length > 0) && (
            <Preview counts={preview.counts} operations={preview.operations} />
          )}
        </>
      ) : (
        <Caption1 className={styles.hint}>{viewWords().settings.saveHint}</Caption1>
      )}
    </div>
  );
}

function filterOf(kind: Filter['kind'], listViewId: string): Filter | undefined {
  if (kind !== 'view') return { kind };
  return listViewId === '' ? undefined : { kind, listViewId };
}

interface Choosing {
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
}

function ListViews(choosing: Choosing) {
  const views = useLoaded(() => api.listViews(), []);
  return (
    <Await loaded={views} rows={1}>
      {({ listViews }) => <ListViewChoice views={listViews} {...choosing} />}
    </Await>
  );
}

/** Those that cannot be used are shown too, disabled; an option holds no second line, so the reasons stand below (F2). */
function ListViewChoice({ views, chosen, onChoose }: Choosing & { readonly views: readonly ListView[] }) {
  const styles = useStyles();
  const reasons = useId();
  if (views.length === 0) return <Caption1 className={styles.hint}>{viewWords().settings.noViews}</Caption1>;
  const unusable = views.filter(({ usable }) => !usable);
  // One that is saved and no longer listed stays to be seen, though it cannot be chosen again.
  const unlisted = chosen !== '' && views.every(({ id }) => id !== chosen);
  return (
    <div>
      <Field label={viewWords().settings.listView} className={styles.views}>
        <Select
          value={chosen}
          aria-describedby={unusable.length > 0 ? reasons : undefined}
          onChange={(_, { value }) => onChoose(value)}
        >
          <option value="" disabled>
            {viewWords().settings.chooseView}
          </option>
          {unlisted && (
            <option value={chosen} disabled>
              {viewWords().settings.unlisted}
            </option>
          )}
          {views.map(({ id, label, usable }) => (
            <option key={id} value={id} disabled={!usable}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
      {unusable.length > 0 && (
        <div id={reasons} className={mergeClasses(styles.hint, styles.reasons)}>
          {viewWords().settings.unusable}
          <ul className={styles.unusable}>
            {unusable.map(({ id, label, reason }) => (
              <li key={id}>
                {label}
                {reason && `: ${reason.text}`}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
