import { useId, useRef, useState } from 'react';
import { Button, Caption1, makeStyles, mergeClasses, Switch, Text, tokens } from '@fluentui/react-components';
import { ChevronDownRegular, ChevronUpRegular } from '@fluentui/react-icons';
import type { Person, PersonChange } from '../../server/http/contract.ts';
import { api } from '../api.ts';
import { edge } from '../theme/edge.ts';
import { words } from '../words/words.ts';
import { Act, Wrong } from './Act.tsx';
import { useAnnounce } from './announce.tsx';
import { Ask } from './Ask.tsx';
import { Face } from './Face.tsx';
import { PersonDetails } from './PersonDetails.tsx';
import { StatusBadge } from './StatusBadge.tsx';
import { useAct } from './use-act.ts';

const useStyles = makeStyles({
  row: {
    paddingBlock: tokens.spacingVerticalM,
    ...edge('BlockEnd', tokens.strokeWidthThin, tokens.colorNeutralStroke2),
    ':last-child': { borderBlockEndStyle: 'none' },
  },
  line: { display: 'flex', alignItems: 'flex-start', gap: tokens.spacingHorizontalM },
  who: { flexGrow: 1, minInlineSize: 0, display: 'flex', flexDirection: 'column', alignItems: 'flex-start' },
  name: { overflowWrap: 'anywhere' },
  soft: { color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
  more: { marginInlineStart: `calc(-1 * ${tokens.spacingHorizontalS})`, minInlineSize: 'auto' },
  side: { display: 'flex', flexDirection: 'column', alignItems: 'flex-end', flexShrink: 0 },
  below: { marginInlineStart: '3rem', '@media (max-width: 20rem)': { marginInlineStart: 0 } },
  switch: { margin: 0 },
});

const isOn = ({ status }: Person): boolean =>
  status !== 'stopped by you' && status !== 'not synced' && status !== 'in Salesforce, outside your view';

export interface PersonRowProps {
  readonly person: Person;
  /** As the message names them, where nothing better is known. */
  readonly calledThere?: string;
  readonly checking?: boolean;
  readonly autoRemoval: boolean;
  readonly onChanged: (person: Person) => void;
}

/** Someone with status and switch; opens to the reason and what can be done, which is open where something must be done. */
export function PersonRow({ person, calledThere, checking = false, autoRemoval, onChanged }: PersonRowProps) {
  const styles = useStyles();
  const { id, email, name, status } = person;
  const urgent = status === 'needs attention' || status === 'conflict';
  const [opened, setOpened] = useState<boolean>();
  const [asking, setAsking] = useState(false);
  const [undoable, setUndoable] = useState<PersonChange>();
  const toggling = useAct();
  const announce = useAnnounce();
  const control = useRef<HTMLInputElement>(null);
  const below = useId();
  const shown = name || calledThere || email || words.people.noName;
  const on = isOn(person);
  const open = opened ?? urgent;
  const became = (next: Person) => {
    setAsking(false);
    announce(words.people.changed(shown, words.status[next.status]));
    onChanged(next);
    // The buttons that were asked with are gone; the switch is what stays.
    if (asking) control.current?.focus();
  };
  const send = (change: PersonChange) =>
    id === undefined ? api.changePerson(email, change) : api.changeContact(id, change);
  const set = async (change: PersonChange) => became(await send(change));
  const turn = async (change: PersonChange, back: PersonChange | undefined) => {
    await set(change);
    setUndoable(back);
  };
  const toggle = () => {
    setUndoable(undefined);
    if (on) setAsking(!asking);
    else
      toggling.act(() =>
        turn({ sync: true, ...(id === undefined ? { name: shown } : {}) }, { sync: false, mode: 'keep-both' }),
      );
  };
  const statusText = checking ? words.people.checking : words.status[status];
  return (
    <li className={styles.row} aria-label={shown}>
      <div className={styles.line}>
        <Face name={shown} email={email} />
        <div className={styles.who}>
          <Text weight="semibold" className={styles.name}>
            {shown}
          </Text>
          {email !== shown && (
            <Caption1 className={styles.soft}>{email === '' ? words.people.noEmail : email}</Caption1>
          )}
          <StatusBadge status={status} checking={checking || toggling.busy} />
          {toggling.busy && <Caption1 className={styles.soft}>{words.people.switching}</Caption1>}
        </div>
        <div className={styles.side}>
          <Switch
            ref={control}
            className={styles.switch}
            checked={toggling.busy ? !on : on}
            aria-label={words.people.sync(shown, statusText)}
            aria-busy={toggling.busy}
            onChange={() => {
              if (!checking && !toggling.busy) toggle();
            }}
          />
          <Button
            appearance="transparent"
            size="small"
            aria-expanded={open}
            aria-controls={below}
            aria-label={words.people.details(shown)}
            icon={open ? <ChevronUpRegular /> : <ChevronDownRegular />}
            onClick={() => setOpened(!open)}
          />
        </div>
      </div>
      <div id={below} className={mergeClasses(styles.below)}>
        {undoable && (
          <Act
            size="small"
            appearance="transparent"
            label={words.people.undoLabel(shown)}
            onAct={() => turn(undoable, undefined)}
          >
            {words.people.undo}
          </Act>
        )}
        {asking && (
          <Ask question={words.people.stopTitle(shown)} onCancel={() => setAsking(false)}>
            <Act onAct={() => turn({ sync: false, mode: 'keep-both' }, { sync: true })}>{words.people.keepBoth}</Act>
            {autoRemoval && (
              <Act onAct={() => turn({ sync: false, mode: 'remove' }, undefined)}>{words.people.remove}</Act>
            )}
          </Ask>
        )}
        {open && !checking && <PersonDetails person={person} onSet={set} onDecided={became} />}
        <Wrong text={toggling.problem} />
      </div>
    </li>
  );
}
