import { useState } from 'react';
import { Caption1, Field, makeStyles, Radio, RadioGroup, tokens } from '@fluentui/react-components';
import type { Me, Settings as InForce, SettingsChange } from '../../server/http/contract.ts';
import { api } from '../api.ts';
import { Wrong } from '../parts/Act.tsx';
import { useAnnounce } from '../parts/announce.tsx';
import { BlocklistCard } from '../parts/BlocklistCard.tsx';
import { Card } from '../parts/Card.tsx';
import { FilterChoice } from '../parts/FilterChoice.tsx';
import { SwitchLine } from '../parts/SwitchLine.tsx';
import { SyncCard } from '../parts/SyncCard.tsx';
import { useAct } from '../parts/use-act.ts';
import type { FollowedStanding } from '../parts/use-standing.ts';
import { THEME_CHOICES, type ThemeChoice } from '../theme/use-theme.ts';
import { useThemeChoice } from '../theme/Theming.tsx';
import { words } from '../words/words.ts';

const POLICIES = ['salesforce', 'outlook', 'newest'] as const;

const useStyles = makeStyles({
  settings: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  hint: { color: tokens.colorNeutralForeground2 },
});

/** What takes effect at once is switched at once; only the filter is previewed and then saved (F3). */
export function Settings({
  me,
  settings: given,
  standing,
  onChange,
  within = false,
}: {
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
    announce(words.settings.saved);
    onChange();
  };
  const { contactsSync, autoRemoval, conflicts } = settings;
  return (
    <div className={styles.settings}>
      {!within && (
        <Card>
          <SwitchLine
            on={contactsSync}
            label={words.settings.sync}
            hint={words.settings.syncHint}
            onToggle={() => save({ contactsSync: !contactsSync })}
          />
        </Card>
      )}
      {contactsSync && !within && (
        <SyncCard me={me} settings={settings} standing={standing} onPause={(paused) => save({ paused })} />
      )}
      {contactsSync && (
        <Card title={words.settings.filterTitle}>
          <FilterChoice settings={settings} onSave={save} />
        </Card>
      )}
      <Card title={words.settings.removalTitle}>
        <SwitchLine
          on={autoRemoval}
          label={words.settings.autoRemoval}
          hint={autoRemoval ? words.settings.autoRemovalOn : words.settings.autoRemovalOff}
          onToggle={() => save({ autoRemoval: !autoRemoval })}
        />
      </Card>
      <Card title={words.settings.conflictsTitle}>
        <Conflicts chosen={conflicts} onChoose={(chosen) => save({ conflicts: chosen })} />
      </Card>
      <BlocklistCard blocklist={settings.blocklist} onSave={(blocklist) => save({ blocklist: [...blocklist] })} />
      <Card title={words.settings.look}>
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
      <Field label={words.settings.conflicts}>
        <RadioGroup
          value={busy ? asked : chosen}
          aria-busy={busy}
          onChange={(_, { value }) => choose(value as InForce['conflicts'])}
        >
          {POLICIES.map((policy) => (
            <Radio key={policy} value={policy} label={words.settings[policy]} />
          ))}
        </RadioGroup>
      </Field>
      <Caption1 className={styles.hint}>{words.settings.conflictsHint}</Caption1>
      <Wrong text={problem} />
    </>
  );
}

function ThemeSetting() {
  const { choice, choose } = useThemeChoice();
  return (
    <Field label={words.settings.theme}>
      <RadioGroup value={choice} onChange={(_, { value }) => choose(value as ThemeChoice)}>
        {THEME_CHOICES.map((one) => (
          <Radio key={one} value={one} label={words.settings.themes[one]} />
        ))}
      </RadioGroup>
    </Field>
  );
}
