import { lazy, Suspense, useId, useRef, useState } from 'react';
import { Button, Caption1, makeStyles, mergeClasses, Switch, Text, tokens } from '@fluentui/react-components';
import { ChevronDownRegular, ChevronUpRegular } from '@fluentui/react-icons';
import type { Person } from '../../server/http/contract.ts';
import { edge } from '../theme/edge.ts';
import { shortTime, words } from '../words/words.ts';
import { Act, Wrong } from './Act.tsx';
import { Address } from './Address.tsx';
import { Ask } from './Ask.tsx';
import { Face } from './Face.tsx';
import { StatusBadge } from './StatusBadge.tsx';
import { useOnline } from './use-online.ts';
import { useSwitching, type Asking } from './use-switching.ts';

// A chunk of its own, fetched beside the first statuses: most rows are never opened.
const PersonDetails = lazy(async () => ({
  default: (await import(/* webpackChunkName: 'person' */ './PersonDetails.tsx')).PersonDetails,
}));

const NewPerson = lazy(async () => ({
  default: (await import(/* webpackChunkName: 'card' */ './NewPerson.tsx')).NewPerson,
}));
const ItemChoice = lazy(async () => ({
  default: (await import(/* webpackChunkName: 'card' */ './ItemChoice.tsx')).ItemChoice,
}));
const RecordChoice = lazy(async () => ({
  default: (await import(/* webpackChunkName: 'person' */ './RecordChoice.tsx')).RecordChoice,
}));

const useStyles = makeStyles({
  row: {
    paddingBlock: tokens.spacingVerticalM,
    '& + li': edge('BlockStart', tokens.strokeWidthThin, tokens.colorNeutralStroke2),
  },
  line: { display: 'flex', alignItems: 'flex-start', gap: tokens.spacingHorizontalM },
  who: {
    flexGrow: 1,
    minInlineSize: 0,
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    rowGap: tokens.spacingVerticalXXS,
  },
  name: { overflowWrap: 'anywhere' },
  soft: { color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
  // The details have it in full.
  oneLine: { maxInlineSize: '100%', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  side: { display: 'flex', flexDirection: 'column', alignItems: 'flex-end', flexShrink: 0 },
  below: { marginInlineStart: '3.25rem', '@media (max-width: 30rem)': { marginInlineStart: 0 } },
  // Flush with what is above and below: each brings room of its own.
  switch: { margin: 0, marginInlineEnd: `calc(-1 * ${tokens.spacingHorizontalS})` },
  chevron: { marginInlineEnd: `calc(-1 * ${tokens.spacingHorizontalXS})` },
});

export interface PersonRowProps {
  readonly person: Person;
  /** As the message names them, where nothing better is known. */
  readonly calledThere?: string;
  readonly checking?: boolean;
  /** Nothing could be heard of them. */
  readonly unknown?: boolean;
  readonly autoRemoval: boolean;
  readonly onChanged: (person: Person) => void;
}

/** Someone with status and switch; opens to the reason and what can be done, which is open where something must be done. */
export function PersonRow({
  person,
  calledThere,
  checking = false,
  unknown = false,
  autoRemoval,
  onChanged,
}: PersonRowProps) {
  const styles = useStyles();
  const { email, name, status, noSwitch, asOf } = person;
  const urgent = status === 'needs attention' || status === 'conflict';
  const [opened, setOpened] = useState<boolean>();
  const control = useRef<HTMLInputElement>(null);
  const below = useId();
  const online = useOnline();
  const shown = name || calledThere || email || words.people.noName;
  const switching = useSwitching({ person, shown, control, onChanged });
  // The details offer the same records, and are closed while one is chosen.
  const choosing = switching.asking?.kind === 'records' || switching.asking?.kind === 'card';
  const open = (opened ?? urgent) && !checking && !unknown && !choosing;
  const statusText = checking ? words.people.checking : words.status[status];
  return (
    <li className={styles.row}>
      <div className={styles.line}>
        <Face name={shown} person={person} />
        <div className={styles.who}>
          <Text weight="semibold" className={styles.name}>
            <Address of={shown} />
          </Text>
          {noSwitch === undefined && !unknown && (
            <StatusBadge status={status} checking={checking || switching.busy} text={switching.progress} />
          )}
          <Second person={person} shown={shown} />
          {asOf !== undefined && <Caption1 className={styles.soft}>{words.people.knownAt(shortTime(asOf))}</Caption1>}
        </div>
        <div className={styles.side}>
          {noSwitch === undefined && !unknown && (
            <Switch
              ref={control}
              className={styles.switch}
              checked={switching.on}
              aria-label={words.people.sync(shown, statusText)}
              aria-busy={switching.busy}
              aria-disabled={checking || !online || undefined}
              onChange={() => {
                if (!checking && online) switching.toggle();
              }}
            />
          )}
          <Button
            className={styles.chevron}
            appearance="transparent"
            size="small"
            aria-expanded={open}
            aria-controls={open ? below : undefined}
            aria-label={words.people.details(shown)}
            icon={open ? <ChevronUpRegular /> : <ChevronDownRegular />}
            onClick={() => setOpened(!open)}
          />
        </div>
      </div>
      <div id={below} className={mergeClasses(styles.below)}>
        {switching.undo && (
          <Act size="small" label={words.people.undoLabel(shown)} onAct={switching.undo}>
            {words.people.undo}
          </Act>
        )}
        {switching.note !== undefined && (
          <Caption1 as="p" block role="status">
            {switching.note}
          </Caption1>
        )}
        {switching.asking?.kind === 'stop' && (
          <Ask
            question={words.people.stopTitle(shown)}
            detail={<Caption1>{autoRemoval ? words.people.stopOrRemove : words.people.stopDetail}</Caption1>}
            onCancel={switching.cancel}
          >
            <Act appearance="primary" onAct={switching.keepBoth}>
              {words.people.keepBoth}
            </Act>
            {autoRemoval && <Act onAct={switching.remove}>{words.people.remove}</Act>}
          </Ask>
        )}
        <Suspense fallback={<Caption1>{words.loading}</Caption1>}>
          {switching.asking?.kind === 'records' && (
            <RecordChoice choices={switching.asking.choices} onChoose={switching.choose} onCancel={switching.cancel} />
          )}
          {switching.asking?.kind === 'items' && (
            <ItemChoice
              items={switching.asking.items}
              onChoose={(item) => switching.turnOn({ item })}
              onCancel={switching.cancel}
            />
          )}
          {switching.asking?.kind === 'card' && (
            <NewPerson
              email={email}
              name={shown === email ? '' : shown}
              onConfirm={(fields) => switching.turnOn({ fields, ...choiceOf(switching.asking) })}
              onCancel={switching.cancel}
            />
          )}
        </Suspense>
        {open && (
          <Suspense fallback={<Caption1>{words.loading}</Caption1>}>
            <PersonDetails
              person={person}
              onSet={switching.set}
              onChoose={switching.choose}
              onDecided={switching.became}
            />
          </Suspense>
        )}
        <Wrong text={switching.problem} />
      </div>
    </li>
  );
}

/** P1: whoever said that it is none of the records is not asked again. */
const choiceOf = (asking: Asking | undefined) =>
  asking?.kind === 'card' && asking.choice !== undefined ? { choice: asking.choice } : {};

/** Who they are with, where it is known, and their address, in one line; why there is no switch where there is none. */
function Second({
  person: { email, account, noSwitch, why },
  shown,
}: {
  readonly person: Person;
  readonly shown: string;
}) {
  const styles = useStyles();
  if (noSwitch) return <Caption1 className={styles.soft}>{why}</Caption1>;
  const text = [account ?? '', email === shown ? '' : email].filter((part) => part !== '').join(' · ');
  return (
    <Caption1 className={mergeClasses(styles.soft, styles.oneLine)} title={text}>
      {email === '' ? words.people.noEmail : text}
    </Caption1>
  );
}
