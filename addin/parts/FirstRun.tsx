import { Body1, Caption1, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { CheckmarkCircleFilled, CircleRegular, RecordRegular } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import type { Counts, Me, Settings } from '../../server/http/contract.ts';
import { api } from '../api.ts';
import { viewWords } from '../words/views.ts';
import type { Host } from '../office.ts';
import { Card } from './Card.tsx';
import { ConnectSalesforce } from './ConnectSalesforce.tsx';
import { countsText } from './counts.ts';
import { FilterChoice } from './FilterChoice.tsx';
import { STEPS, type Step } from './first-step.ts';
import { Progress } from './Progress.tsx';
import type { FollowedStanding } from './use-standing.ts';

const useStyles = makeStyles({
  steps: {
    listStyle: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXS,
  },
  step: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    color: tokens.colorNeutralForeground2,
  },
  current: { color: tokens.colorNeutralForeground1, fontWeight: tokens.fontWeightSemibold },
  icon: { flexShrink: 0, fontSize: tokens.fontSizeBase500 },
  soft: { color: tokens.colorNeutralForeground2 },
});

/** The three steps to the first sync. The rest of the pane goes on below. */
export function FirstRun({
  host,
  step,
  me,
  settings,
  standing,
}: {
  readonly host: Host;
  readonly step: Step;
  readonly me: Me;
  readonly settings: Settings;
  readonly standing: FollowedStanding;
}) {
  const styles = useStyles();
  const at = STEPS.indexOf(step);
  return (
    <Card title={viewWords().first.title}>
      <ol className={styles.steps}>
        {STEPS.map((one, index) => (
          <li
            key={one}
            aria-current={one === step ? 'step' : undefined}
            className={mergeClasses(styles.step, one === step && styles.current)}
          >
            {sign(index, at, styles.icon)}
            <span>
              {viewWords().first.steps[one]}
              {index < at && <span> ({viewWords().first.done})</span>}
            </span>
          </li>
        ))}
      </ol>
      {bodyOf({ host, step, me, settings, standing, soft: styles.soft })}
    </Card>
  );
}

function sign(index: number, at: number, className: string): ReactNode {
  if (index < at) return <CheckmarkCircleFilled className={className} aria-hidden />;
  return index === at ? (
    <RecordRegular className={className} aria-hidden />
  ) : (
    <CircleRegular className={className} aria-hidden />
  );
}

/** What the first sync does, in a sentence: contacts that Outlook has already may go up, change or go. */
const effectOf = (counts: Counts, folder: string): string =>
  viewWords().first.effect(counts.itemsCreated, folder, countsText({ ...counts, itemsCreated: 0 }));

function bodyOf({
  host,
  step,
  me,
  settings,
  standing,
  soft,
}: {
  readonly host: Host;
  readonly step: Step;
  readonly me: Me;
  readonly settings: Settings;
  readonly standing: FollowedStanding;
  readonly soft: string;
}): ReactNode {
  switch (step) {
    case 'connect':
      return (
        <>
          {/* Connected once, and no longer: why. */}
          {me.notice && me.notice.reason.code !== 'not-connected' && <Body1 as="p">{me.notice.reason.text}</Body1>}
          <Body1 as="p">{viewWords().first.connect}</Body1>
          <ConnectSalesforce host={host} onConnected={standing.reload} />
        </>
      );
    case 'filter':
      return (
        <FilterChoice
          settings={settings}
          saveText={viewWords().first.start}
          effect={({ counts }) => effectOf(counts, me.folderName)}
          onSave={async (change) => {
            await api.changeSettings(change);
            await standing.start();
            standing.reload();
          }}
        />
      );
    case 'sync':
      return (
        <>
          <Progress session={standing.session} />
          <Caption1 as="p" block className={soft}>
            {viewWords().first.goOn}
          </Caption1>
        </>
      );
  }
}
