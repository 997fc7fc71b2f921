import { useState } from 'react';
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import type { Me, Settings as InForce } from '../../server/http/contract.ts';
import { api } from '../api.ts';
import type { Host } from '../office.ts';
import { Card } from '../parts/Card.tsx';
import { Leave } from '../parts/Leave.tsx';
import { SwitchLine } from '../parts/SwitchLine.tsx';
import type { FollowedStanding } from '../parts/use-standing.ts';
import { viewWords } from '../words/views.ts';
import { Settings } from './Settings.tsx';

const useStyles = makeStyles({
  page: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, maxInlineSize: '48rem' },
  actions: { display: 'flex' },
});

/** Sync Settings > Filters: the Contacts switch with *Customize*, as people know them; and the way out. */
export function DashboardFilters(shown: {
  readonly host: Host;
  readonly me: Me;
  readonly settings: InForce;
  readonly standing: FollowedStanding;
}) {
  const styles = useStyles();
  const [open, setOpen] = useState(false);
  const { contactsSync } = shown.settings;
  const { reload } = shown.standing;
  const toggle = async () => {
    await api.changeSettings({ contactsSync: !contactsSync });
    reload();
  };
  return (
    <div className={styles.page}>
      <Card>
        <SwitchLine
          on={contactsSync}
          label={viewWords().dashboard.contactsSwitch}
          hint={viewWords().settings.syncHint}
          onToggle={toggle}
        />
        <div className={styles.actions}>
          <Button aria-expanded={open} onClick={() => setOpen(!open)}>
            {viewWords().dashboard.customize}
          </Button>
        </div>
      </Card>
      {open && <Settings {...shown} onChange={reload} within />}
      <Leave onLeft={reload} />
    </div>
  );
}
