import { useState } from 'react';
import type { Filter, ListView, Preview as Shown, Settings, SettingsChange } from '../../server/http/contract.ts';
import { api } from '../api.ts';
import { Preview } from '../views/Preview.tsx';
import { words } from '../words/words.ts';
import { Act } from './Act.tsx';
import { Await } from './Await.tsx';
import { useLoaded } from './use-loaded.ts';

const KINDS = [
  ['all', words.settings.all, words.settings.allHint],
  ['mine', words.settings.mine, words.settings.mineHint],
  ['view', words.settings.view, words.settings.viewHint],
] as const;

/** F3: a changed filter is saved only after its effect was shown, and with the id of what was shown. */
export function FilterChoice({
  settings,
  onSave,
}: {
  readonly settings: Settings;
  readonly onSave: (change: SettingsChange) => Promise<void>;
}) {
  const saved = settings.filter;
  const [kind, setKind] = useState(saved.kind);
  const [listViewId, setListViewId] = useState(saved.kind === 'view' ? saved.listViewId : '');
  // Belongs to one choice: whoever chooses anew looks anew, also at an answer that came too late.
  const [shown, setShown] = useState<{ key: string; preview: Shown }>();
  const views = useLoaded(() => api.listViews(), []);
  const filter = filterOf(kind, listViewId);
  const key = kind === 'view' ? `view ${listViewId}` : kind;
  const preview = shown?.key === key ? shown.preview : undefined;
  const look = async () => {
    if (filter !== undefined) setShown({ key, preview: await api.preview(filter) });
  };
  const save = async () => {
    if (filter === undefined || preview === undefined) return;
    await onSave({ filter, preview: preview.id });
    setShown(undefined);
  };
  return (
    <section className="card">
      <fieldset>
        <legend>{words.settings.filter}</legend>
        {KINDS.map(([one, label, hint]) => (
          <label className="option" key={one}>
            <input type="radio" name="filter" checked={kind === one} onChange={() => setKind(one)} />
            <span>
              {label}
              <span className="soft">{hint}</span>
            </span>
          </label>
        ))}
        {kind === 'view' && (
          <Await loaded={views}>
            {({ listViews }) => <ListViews views={listViews} chosen={listViewId} onChoose={setListViewId} />}
          </Await>
        )}
      </fieldset>
      {filter !== undefined && (
        <div className="actions">
          <Act primary={preview === undefined} onAct={look}>
            {words.settings.preview}
          </Act>
          {preview && (
            <Act primary onAct={save}>
              {words.settings.save}
            </Act>
          )}
        </div>
      )}
      {preview ? (
        <Preview counts={preview.counts} operations={preview.operations} />
      ) : (
        <p className="soft">{words.settings.saveHint}</p>
      )}
    </section>
  );
}

function filterOf(kind: Filter['kind'], listViewId: string): Filter | undefined {
  if (kind !== 'view') return { kind };
  return listViewId === '' ? undefined : { kind, listViewId };
}

/** Those that cannot be used are shown too, disabled; an option holds no second line, so the reasons stand below (F2). */
function ListViews({
  views,
  chosen,
  onChoose,
}: {
  readonly views: readonly ListView[];
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
}) {
  if (views.length === 0) return <p className="soft">{words.settings.noViews}</p>;
  const unusable = views.filter(({ usable }) => !usable);
  // One that is saved and no longer listed stays to be seen, though it cannot be chosen again.
  const unlisted = chosen !== '' && views.every(({ id }) => id !== chosen);
  return (
    <div className="within">
      <label htmlFor="list-view">{words.settings.listView}</label>
      <select
        id="list-view"
        value={chosen}
        aria-describedby={unusable.length > 0 ? 'unusable' : undefined}
        onChange={(event) => onChoose(event.target.value)}
      >
        <option value="" disabled>
          {words.settings.chooseView}
        </option>
        {unlisted && (
          <option value={chosen} disabled>
            {chosen}
          </option>
        )}
        {views.map(({ id, label, usable }) => (
          <option key={id} value={id} disabled={!usable}>
            {label}
          </option>
        ))}
      </select>
      {unusable.length > 0 && (
        <div id="unusable" className="soft">
          <p>{words.settings.unusable}</p>
          <ul>
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
