import { useState } from 'react';
import { Caption1, makeStyles, tokens } from '@fluentui/react-components';
import type { Me, Settings as InForce, SettingsChange } from '../../server/http/contract.ts';
import { api } from '../api.ts';
import type { Host } from '../office.ts';
import { Wrong } from '../parts/Act.tsx';
import { useAnnounce } from '../parts/announce.tsx';
import { BlocklistCard } from '../parts/BlocklistCard.tsx';
import { Card } from '../parts/Card.tsx';
import { FilterChoice } from '../parts/FilterChoice.tsx';
import { RadioChoice } from '../parts/RadioChoice.tsx';
import { SalesforceCard } from '../parts/SalesforceCard.tsx';
import { SwitchLine } from '../parts/SwitchLine.tsx';
import { SyncCard } from '../parts/SyncCard.tsx';
import { useAct } from '../parts/use-act.ts';
import type { FollowedStanding } from '../parts/use-standing.ts';
import { THEME_CHOICES } from '../theme/use-theme.ts';
import { useThemeChoice } from '../theme/Theming.tsx';
import { viewWords } from '../words/views.ts';

const POLICIES = ['salesforce', 'outlook', 'newest'] as const;

const useStyles = makeStyles({
  settings: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  hint: { color: tokens.colorNeutralForeground2 },
});

/** What takes effect at once is switched at once; only the filter is previewed and then saved (F3). */
export function Settings({
  host,
  me,
  settings: given,
  standing,
  onChange,
  within = false,
}: {
  readonly host: Host;
  readonly me: Me;
  readonly settings: InForce;
  readonly standing: FollowedStanding;
  readonly onChange: () => void;
  /** Below the dashboard's own switch, where the sync itself has its own card. */
  readonly within?: boolean;
}) {
  const styles = useStyles();
  // What the server answered to our own change, until it is read anew.
  const [answered, setAnswered] = useState<{ of: InForce; now: InForce }>();
  const settings = answered?.of === given ? answered.now : given;
  const announce = useAnnounce();
  const save = async (change: SettingsChange) => {
    setAnswered({ of: given, now: await api.changeSettings(change) });
    announce(viewWords().settings.saved);
    onChange();
  };
  const { contactsSync, autoRemoval, conflicts } = settings;
  return (
    <div className={styles.settings}>
      {!within && (
        <Card>
          <SwitchLine
            on={contactsSync}
            label={viewWords().settings.sync}
            hint={viewWords().settings.syncHint}
            onToggle={() => save({ contactsSync: !contactsSync })}
          />
        </Card>
      )}
      {contactsSync && !within && (
        <SyncCard me={me} settings={settings} standing={standing} onPause={(paused) => save({ paused })} />
      )}
      {contactsSync && (
        <Card title={viewWords().settings.filterTitle}>
          <FilterChoice settings={settings} onSave={save} />
        </Card>
      )}
      <Card title={viewWords().settings.removalTitle}>
        <SwitchLine
          on={autoRemoval}
          label={viewWords().settings.autoRemoval}
          hint={autoRemoval ? viewWords().settings.autoRemovalOn : viewWords().settings.autoRemovalOff}
          onToggle={() => save({ autoRemoval: !autoRemoval })}
        />
      </Card>
      <Card title={viewWords().settings.conflictsTitle}>
        <Conflicts chosen={conflicts} onChoose={(chosen) => save({ conflicts: chosen })} />
      </Card>
      <BlocklistCard blocklist={settings.blocklist} onSave={(blocklist) => save({ blocklist: [...blocklist] })} />
      <SalesforceCard host={host} onChange={onChange} />
      <Card title={viewWords().settings.look}>
        <ThemeSetting />
      </Card>
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
  const styles = useStyles();
  const { busy, problem, act } = useAct();
  // Shown at once; what the server refuses goes back by itself.
  const [asked, setAsked] = useState(chosen);
  const choose = (policy: InForce['conflicts']) => {
    if (busy) return;
    setAsked(policy);
    act(() => onChoose(policy));
  };
  return (
    <>
      <RadioChoice
        label={viewWords().settings.conflicts}
        value={busy ? asked : chosen}
        options={POLICIES.map((policy) => ({ value: policy, label: viewWords().settings[policy] }))}
        busy={busy}
        onChoose={choose}
      />
      <Caption1 className={styles.hint}>{viewWords().settings.conflictsHint}</Caption1>
      <Wrong text={problem} />
    </>
  );
}

function ThemeSetting() {
  const { choice, choose } = useThemeChoice();
  return (
    <RadioChoice
      local
      label={viewWords().settings.theme}
      value={choice}
      options={THEME_CHOICES.map((one) => ({ value: one, label: viewWords().settings.themes[one] }))}
      onChoose={choose}
    />
  );
}
