import { useState } from 'react';
import type { Settings as InForce, SettingsChange } from '../../server/http/contract.ts';
import { api } from '../api.ts';
import { Wrong } from '../parts/Act.tsx';
import { useAnnounce } from '../parts/announce.tsx';
import { FilterChoice } from '../parts/FilterChoice.tsx';
import { Switch } from '../parts/Switch.tsx';
import { useAct } from '../parts/use-act.ts';
import { words } from '../words/words.ts';

const POLICIES = ['salesforce', 'outlook', 'newest'] as const;

/** What takes effect at once is switched at once; only the filter is previewed and then saved (F3). */
export function Settings({ settings: given, onChange }: { readonly settings: InForce; readonly onChange: () => void }) {
  // What the server answered to our own change, until it is read anew.
  const [answered, setAnswered] = useState<{ of: InForce; now: InForce }>();
  const settings = answered?.of === given ? answered.now : given;
  const announce = useAnnounce();
  const save = async (change: SettingsChange) => {
    setAnswered({ of: given, now: await api.changeSettings(change) });
    announce(words.settings.saved);
    onChange();
  };
  const { contactsSync, autoRemoval, conflicts } = settings;
  return (
    <div className="columns">
      <section className="card">
        <SwitchSetting
          id="contacts-sync"
          on={contactsSync}
          label={words.settings.sync}
          hint={words.settings.syncHint}
          onToggle={() => save({ contactsSync: !contactsSync })}
        />
        <SwitchSetting
          id="auto-removal"
          on={autoRemoval}
          label={words.settings.autoRemoval}
          hint={autoRemoval ? words.settings.autoRemovalOn : words.settings.autoRemovalOff}
          onToggle={() => save({ autoRemoval: !autoRemoval })}
        />
        <Conflicts chosen={conflicts} onChoose={(chosen) => save({ conflicts: chosen })} />
      </section>
      <FilterChoice settings={settings} onSave={save} />
    </div>
  );
}

function SwitchSetting({
  id,
  on,
  label,
  hint,
  onToggle,
}: {
  readonly id: string;
  readonly on: boolean;
  readonly label: string;
  readonly hint: string;
  readonly onToggle: () => Promise<void>;
}) {
  const { busy, problem, act } = useAct();
  return (
    <div className="setting">
      <div className="line">
        <label htmlFor={id}>{label}</label>
        <Switch id={id} on={on} label={label} busy={busy} describedBy={`${id}-hint`} onToggle={() => act(onToggle)} />
      </div>
      <p className="soft" id={`${id}-hint`}>
        {hint}
      </p>
      <Wrong text={problem} />
    </div>
  );
}

function Conflicts({
  chosen,
  onChoose,
}: {
  readonly chosen: InForce['conflicts'];
  readonly onChoose: (policy: InForce['conflicts']) => Promise<void>;
}) {
  const { busy, problem, act } = useAct();
  // Shown at once; what the server refuses goes back by itself.
  const [asked, setAsked] = useState(chosen);
  const shown = busy ? asked : chosen;
  const choose = (policy: InForce['conflicts']) => {
    if (busy) return;
    setAsked(policy);
    act(() => onChoose(policy));
  };
  return (
    <fieldset aria-describedby="conflicts-hint">
      <legend>{words.settings.conflicts}</legend>
      {POLICIES.map((policy) => (
        <label className="option" key={policy}>
          <input type="radio" name="conflicts" checked={shown === policy} onChange={() => choose(policy)} />
          {words.settings[policy]}
        </label>
      ))}
      <p className="soft" id="conflicts-hint">
        {words.settings.conflictsHint}
      </p>
      <Wrong text={problem} />
    </fieldset>
  );
}
