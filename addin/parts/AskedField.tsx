import { Field, makeStyles, Select, Textarea } from '@fluentui/react-components';
import type { Card, RefusedFields } from '../../server/http/contract.ts';
import { fieldName, viewWords } from '../words/views.ts';
import { TextField } from './TextField.tsx';

const useStyles = makeStyles({
  // A browser makes the list as wide as its longest option.
  choice: { gridTemplateColumns: 'minmax(0, 1fr)' },
});

/** What the org demands of a new contact (T1), or did not take of one (C5). */
export type Asked = Card['required'][number] | RefusedFields['fields'][number];
export type CardValue = NonNullable<Card['fields'][Asked['field']]>;
type Address = Exclude<CardValue, string>;

const PARTS = ['street', 'city', 'postalCode', 'state', 'country'] as const satisfies readonly (keyof Address)[];

/** What is wrong with a value, in words; `part`: with which part of an address. */
export interface WrongValue {
  readonly text: string;
  readonly part?: keyof Address;
}

/** One field, by its kind. */
export function AskedField({
  asked,
  value,
  required,
  wrong,
  onChange,
}: {
  readonly asked: Asked;
  readonly value: CardValue | undefined;
  readonly required: boolean;
  readonly wrong: WrongValue | undefined;
  readonly onChange: (value: CardValue) => void;
}) {
  const styles = useStyles();
  const { kind, maxLength, values = [] } = asked;
  const label = asked.label ?? fieldName(asked.field);
  const text = typeof value === 'string' ? value : '';
  const line = { label, required, wrong: wrong?.text, onChange, maxLength, value: text };
  const state = wrong === undefined ? {} : ({ validationState: 'error', validationMessage: wrong.text } as const);
  const choice = (options: readonly { readonly value: string; readonly label: string }[]) => (
    <Field label={label} required={required} className={styles.choice} {...state}>
      <Select value={text} onChange={(_, { value: next }) => onChange(next)}>
        <option value="">{required ? viewWords().settings.chooseView : viewWords().fix.none}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
        {/* What the contact has, though it cannot be chosen. */}
        {!isOffered(options, text) && (
          <option value={text} disabled>
            {text}
          </option>
        )}
      </Select>
    </Field>
  );
  switch (kind) {
    case 'text':
      return <TextField {...line} />;
    case 'email':
      return <TextField {...line} type="email" />;
    case 'phone':
      return <TextField {...line} type="tel" />;
    case 'date':
      return <TextField {...line} type="date" />;
    case 'picklist':
      return choice(values);
    case 'boolean':
      return choice([
        { value: 'true', label: viewWords().card.yes },
        { value: 'false', label: viewWords().card.no },
      ]);
    case 'note':
      return (
        <Field label={label} required={required} {...state}>
          <Textarea
            value={text}
            {...(maxLength === undefined ? {} : { maxLength })}
            onChange={(_, { value: next }) => onChange(next)}
          />
        </Field>
      );
    case 'address': {
      const address = typeof value === 'object' ? value : EMPTY;
      const lists = 'partLengths' in asked ? { state: asked.states, country: asked.countries } : {};
      return (
        <>
          {PARTS.map((part) => (
            <TextField
              key={part}
              label={`${label}: ${viewWords().card.address[part]}`}
              value={address[part]}
              required={false}
              wrong={part === (wrong?.part ?? 'street') ? wrong?.text : undefined}
              offered={part === 'state' || part === 'country' ? lists[part] : undefined}
              onChange={(next) => onChange({ ...address, [part]: next })}
            />
          ))}
        </>
      );
    }
  }
}

const EMPTY: Address = { street: '', city: '', state: '', postalCode: '', country: '' };

/** Whether a list has the value; no value is none to be had. */
function isOffered(options: readonly { readonly value: string }[], text: string): boolean {
  return text === '' || options.some(({ value }) => value === text);
}

export const textOf = (value: CardValue | undefined): string => (typeof value === 'string' ? value : '');

export function isEmpty(value: CardValue | undefined): boolean {
  if (value === undefined) return true;
  return typeof value === 'string' ? value.trim() === '' : Object.values(value).every((part) => part.trim() === '');
}

/** What can be said without Salesforce of a value that is there. */
export function misfit(asked: Asked, value: CardValue | undefined): WrongValue | undefined {
  const { fix } = viewWords();
  const tooLong = (text: string, limit: number | undefined) => {
    const { length } = [...text];
    return limit !== undefined && length > limit ? fix.tooLong(length, limit) : undefined;
  };
  if (typeof value === 'object') {
    const lengths = 'partLengths' in asked ? asked.partLengths : undefined;
    for (const part of PARTS) {
      const text = tooLong(value[part], lengths?.[part]);
      if (text !== undefined) return { text, part };
    }
    return undefined;
  }
  const text = textOf(value);
  const long = tooLong(text, asked.maxLength);
  if (long !== undefined) return { text: long };
  return asked.kind === 'picklist' && asked.values !== undefined && !isOffered(asked.values, text)
    ? { text: fix.notOffered }
    : undefined;
}
