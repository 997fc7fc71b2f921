import { useState } from 'react';
import type { Filter, Preview, Settings } from '../../server/http/contract.ts';
import { api } from '../api.ts';
import { Changes } from '../parts/Changes.tsx';
import { Act, Await } from '../parts/Shell.tsx';
import { useLoaded } from '../parts/use-loaded.ts';
import { words } from '../words.ts';

export function Preferences({ settings, onChange }: { settings: Settings; onChange: () => void }) {
  const save = (change: Parameters<typeof api.changeSettings>[0]) => api.changeSettings(change).then(onChange);
  return (
    <>
      <section className="card">
        <label className="option">
          <input
            type="checkbox"
            checked={settings.contactsSync}
            onChange={(event) => void save({ contactsSync: event.target.checked })}
          />
          {words.contactsSync}
        </label>
        <label className="option">
          <input
            type="checkbox"
            checked={settings.paused}
            onChange={(event) => void save({ paused: event.target.checked })}
          />
          {words.paused}
        </label>
        <label className="option">
          <input
            type="checkbox"
            checked={settings.autoRemoval}
            onChange={(event) => void save({ autoRemoval: event.target.checked })}
          />
          {words.autoRemoval}
        </label>
        <p className="hint">{words.autoRemovalOff}</p>
        <label>
          {words.conflicts}
          <select
            value={settings.conflicts}
            onChange={(event) => void save({ conflicts: event.target.value as Settings['conflicts'] })}
          >
            <option value="salesforce">{words.salesforceWins}</option>
            <option value="outlook">{words.outlookWins}</option>
            <option value="newest">{words.newestWins}</option>
          </select>
        </label>
      </section>
      <FilterChoice settings={settings} onSave={save} />
    </>
  );
}

/** F3: a changed filter is saved only after its effect was shown. */
function FilterChoice({
  settings,
  onSave,
}: {
  settings: Settings;
  onSave: (change: { filter: Filter; preview: string }) => Promise<void>;
}) {
  const [filter, setFilter] = useState<Filter>(settings.filter);
  const [preview, setPreview] = useState<Preview>();
  const views = useLoaded(api.listViews, []);
  const choose = (chosen: Filter) => {
    setFilter(chosen);
    setPreview(undefined);
  };
  const show = async () => setPreview(await api.preview(filter));
  return (
    <section className="card">
      <fieldset>
        <legend>{words.filter}</legend>
        {(['all', 'mine'] as const).map((kind) => (
          <label className="option" key={kind}>
            <input type="radio" name="filter" checked={filter.kind === kind} onChange={() => choose({ kind })} />
            {kind === 'all' ? words.allContacts : words.mine}
          </label>
        ))}
        <Await loaded={views}>
          {({ listViews }) => (
            <>
              <p>{words.customView}</p>
              {listViews.map((view) => (
                <label className="option" key={view.id}>
                  <input
                    type="radio"
                    name="filter"
                    disabled={!view.usable}
                    checked={filter.kind === 'view' && filter.listViewId === view.id}
                    onChange={() => choose({ kind: 'view', listViewId: view.id })}
                  />
                  <span>
                    {view.label}
                    {view.reason === undefined ? null : <small className="hint"> {view.reason.text}</small>}
                  </span>
                </label>
              ))}
            </>
          )}
        </Await>
      </fieldset>
      <div className="actions">
        <Act onAct={show}>{words.preview}</Act>
        {preview === undefined ? null : (
          <Act primary onAct={() => onSave({ filter, preview: preview.id })}>
            {words.save}
          </Act>
        )}
      </div>
      {preview === undefined ? null : <Changes {...preview} />}
    </section>
  );
}
