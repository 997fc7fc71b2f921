import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import { Button, Caption1, makeStyles, MessageBar, MessageBarBody, Text, tokens } from '@fluentui/react-components';
import type { Card } from '../../server/http/contract.ts';
import { api } from '../api.ts';
import { fieldName, words } from '../words/words.ts';
import { Wrong } from './Act.tsx';
import { Await } from './Await.tsx';
import { RequiredField, type CardValue } from './RequiredField.tsx';
import { TextField } from './TextField.tsx';
import { useAct } from './use-act.ts';
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
      aria-label={words.card.title(name || email)}
      tabIndex={-1}
      onKeyDown={({ key }) => {
        if (key === 'Escape') confirming.onCancel();
      }}
    >
      <Text as="h3" weight="semibold">
        {words.card.title(name || email)}
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
  const [tried, setTried] = useState(false);
  const set = (field: FieldName, value: CardValue) => setFields((before) => ({ ...before, [field]: value }));
  const asked = card.required.filter(({ field }) => !ALWAYS.includes(field));
  const others = (Object.keys(card.fields) as FieldName[]).filter(
    (field) => !ALWAYS.includes(field) && !asked.some((one) => one.field === field),
  );
  const demanded = new Set<FieldName>(['lastName', ...card.required.map(({ field }) => field)]);
  const wanting = (field: FieldName) => demanded.has(field) && isEmpty(fields[field]);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if ([...demanded].every((field) => !wanting(field))) act(() => onConfirm(filled(fields, card.fields)));
  };
  useEffect(() => {
    // Where the person has to look: the first that is wanting, else the first name, from where Enter confirms.
    const first = form.current?.querySelector<HTMLElement>('[aria-invalid=true]');
    (first ?? form.current?.querySelector('input'))?.focus();
  }, [tried]);
  return (
    <form ref={form} onSubmit={submit} className={styles.form} noValidate>
      {card.toCheck && <Note text={words.card.toCheck} />}
      {card.lead && <Note text={words.card.lead(card.lead.name)} />}
      {card.unreachable && <Note text={words.card.unreachable(card.unreachable.text)} />}
      {[...ALWAYS, ...others].map((field) => (
        <TextField
          key={field}
          label={fieldName(field)}
          value={textOf(fields[field])}
          required={demanded.has(field)}
          wanting={tried && wanting(field)}
          hint={NAMES.includes(field) && card.toCheck ? words.card.check : hintOf(field, card, fields)}
          onChange={(value) => set(field, value)}
        />
      ))}
      {asked.map((one) => (
        <RequiredField
          key={one.field}
          asked={one}
          value={fields[one.field]}
          wanting={tried && wanting(one.field)}
          onChange={(value) => set(one.field, value)}
        />
      ))}
      <div className={styles.actions}>
        <Button type="submit" appearance="primary" disabledFocusable={busy || !online}>
          {busy ? words.working : words.card.confirm}
        </Button>
        <Button appearance="subtle" onClick={onCancel}>
          {words.cancel}
        </Button>
      </div>
      <Caption1 className={styles.soft}>{words.card.what}</Caption1>
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
  if (textOf(now.company).trim() !== textOf(given.company).trim()) return words.card.accountByName;
  if (unreachable !== undefined) return companyFrom && words.card.from[companyFrom];
  const linked = account === undefined ? words.card.noAccount : words.card.account(account.name);
  return companyFrom === undefined ? linked : `${words.card.from[companyFrom]} ${linked}`;
}

const textOf = (value: CardValue | undefined): string => (typeof value === 'string' ? value : '');

function isEmpty(value: CardValue | undefined): boolean {
  if (value === undefined) return true;
  return typeof value === 'string' ? value.trim() === '' : Object.values(value).every((part) => part.trim() === '');
}

/** What is left empty is not sent; what was suggested and taken away is sent as empty, or it would be suggested again. */
const filled = (fields: Fields, suggested: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields).filter(([field, value]) => !isEmpty(value) || Object.hasOwn(suggested, field)),
  ) as Fields;
