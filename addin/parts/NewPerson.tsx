import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import { Button, Caption1, makeStyles, MessageBar, MessageBarBody, Text, tokens } from '@fluentui/react-components';
import type { Card } from '../../server/http/contract.ts';
import { api } from '../api.ts';
import { fieldName, viewWords } from '../words/views.ts';
import { words } from '../words/words.ts';
import { Wrong } from './Act.tsx';
import { Await } from './Await.tsx';
import { AskedField, isEmpty, textOf, type CardValue } from './AskedField.tsx';
import { TextField } from './TextField.tsx';
import { useAct } from './use-act.ts';
import { useFirstWrong } from './use-first-wrong.ts';
import { useLoaded } from './use-loaded.ts';
import { useOnline } from './use-online.ts';

type Fields = Card['fields'];
type FieldName = keyof Fields;

const useStyles = makeStyles({
  card: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    marginBlockStart: tokens.spacingVerticalS,
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground2,
    ':focus': { outlineStyle: 'none' },
  },
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  soft: { color: tokens.colorNeutralForeground2 },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

interface Confirming {
  readonly onConfirm: (fields: Fields) => Promise<void>;
  readonly onCancel: () => void;
}

/** T1: the card of someone new, to look at, change and confirm with Enter; Escape is *cancel*. */
export function NewPerson({
  email,
  name,
  ...confirming
}: Confirming & { readonly email: string; /** As the message names them. */ readonly name: string }) {
  const styles = useStyles();
  const box = useRef<HTMLDivElement>(null);
  const card = useLoaded(() => api.card(email, name), [email, name]);
  useEffect(() => box.current?.focus(), []);
  return (
    <div
      ref={box}
      className={styles.card}
      role="group"
      aria-label={viewWords().card.title(name || email)}
      tabIndex={-1}
      onKeyDown={({ key }) => {
        if (key === 'Escape') confirming.onCancel();
      }}
    >
      <Text as="h3" weight="semibold">
        {viewWords().card.title(name || email)}
      </Text>
      <Await loaded={card} rows={2}>
        {(made) => <Filled card={made} {...confirming} />}
      </Await>
    </div>
  );
}

/** What stands on every card, though it may be empty. */
const ALWAYS: readonly FieldName[] = ['firstName', 'lastName', 'company'];
const NAMES: readonly FieldName[] = ['firstName', 'lastName'];

function Filled({ card, onConfirm, onCancel }: Confirming & { readonly card: Card }) {
  const styles = useStyles();
  const online = useOnline();
  const { busy, problem, act } = useAct();
  const form = useRef<HTMLFormElement>(null);
  const [fields, setFields] = useState<Fields>(card.fields);
  /** What is wanting is said once the person has tried to go on. */
  const [tries, setTries] = useState(0);
  const set = (field: FieldName, value: CardValue) => setFields((before) => ({ ...before, [field]: value }));
  const asked = card.required.filter(({ field }) => !ALWAYS.includes(field));
  const others = (Object.keys(card.fields) as FieldName[]).filter(
    (field) => !ALWAYS.includes(field) && !asked.some((one) => one.field === field),
  );
  const demanded = new Set<FieldName>(['lastName', ...card.required.map(({ field }) => field)]);
  const wanting = (field: FieldName) => demanded.has(field) && isEmpty(fields[field]);
  const wrong = (field: FieldName) => (tries > 0 && wanting(field) ? viewWords().card.wanting : undefined);
  const wanted = ({ field }: Card['required'][number]) => {
    const text = wrong(field);
    return text === undefined ? undefined : { text };
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setTries(tries + 1);
    if ([...demanded].every((field) => !wanting(field))) act(() => onConfirm(filled(fields, card.fields)));
  };
  useFirstWrong(form, tries);
  // From there Enter confirms.
  useEffect(() => form.current?.querySelector('input')?.focus(), []);
  return (
    <form ref={form} onSubmit={submit} className={styles.form} noValidate>
      {card.toCheck && <Note text={viewWords().card.toCheck} />}
      {card.lead && <Note text={viewWords().card.lead(card.lead.name)} />}
      {card.unreachable && <Note text={viewWords().card.unreachable(card.unreachable.text)} />}
      {[...ALWAYS, ...others].map((field) => (
        <TextField
          key={field}
          label={fieldName(field)}
          value={textOf(fields[field])}
          required={demanded.has(field)}
          wrong={wrong(field)}
          hint={NAMES.includes(field) && card.toCheck ? viewWords().card.check : hintOf(field, card, fields)}
          onChange={(value) => set(field, value)}
        />
      ))}
      {asked.map((one) => (
        <AskedField
          key={one.field}
          asked={one}
          value={fields[one.field]}
          required
          wrong={wanted(one)}
          onChange={(value) => set(one.field, value)}
        />
      ))}
      <div className={styles.actions}>
        <Button type="submit" appearance="primary" disabledFocusable={busy || !online}>
          {busy ? words.working : viewWords().card.confirm}
        </Button>
        <Button appearance="subtle" onClick={onCancel}>
          {words.cancel}
        </Button>
      </div>
      <Caption1 className={styles.soft}>{viewWords().card.what}</Caption1>
      <Wrong text={problem} />
    </form>
  );
}

function Note({ text }: { readonly text: string }) {
  return (
    <MessageBar intent="info" layout="multiline">
      <MessageBarBody>{text}</MessageBarBody>
    </MessageBar>
  );
}

/** Where the company comes from, and which Account it leads to (A1 to A3); another company, another Account. */
function hintOf(field: FieldName, { account, companyFrom, fields: given, unreachable }: Card, now: Fields) {
  if (field !== 'company') return undefined;
  if (textOf(now.company).trim() !== textOf(given.company).trim()) return viewWords().card.accountByName;
  if (unreachable !== undefined) return companyFrom && viewWords().card.from[companyFrom];
  const linked = account === undefined ? viewWords().card.noAccount : viewWords().card.account(account.name);
  return companyFrom === undefined ? linked : `${viewWords().card.from[companyFrom]} ${linked}`;
}

/** What is left empty is not sent; what was suggested and taken away is sent as empty, or it would be suggested again. */
const filled = (fields: Fields, suggested: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields).filter(([field, value]) => !isEmpty(value) || Object.hasOwn(suggested, field)),
  ) as Fields;
