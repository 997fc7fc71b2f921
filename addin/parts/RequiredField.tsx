import { Field, Select, Textarea } from '@fluentui/react-components';
import type { Card } from '../../server/http/contract.ts';
import { words } from '../words/words.ts';
import { TextField } from './TextField.tsx';

type Asked = Card['required'][number];
export type CardValue = NonNullable<Card['fields'][Asked['field']]>;
type Address = Exclude<CardValue, string>;

const PARTS = ['street', 'city', 'postalCode', 'state', 'country'] as const satisfies readonly (keyof Address)[];

/** What the org demands of a new contact, by its kind (T1). */
export function RequiredField({
  asked: { label, kind, maxLength, values = [] },
  value,
  wanting,
  onChange,
}: {
  readonly asked: Asked;
  readonly value: CardValue | undefined;
  readonly wanting: boolean;
  readonly onChange: (value: CardValue) => void;
}) {
  const text = typeof value === 'string' ? value : '';
  const line = { label, required: true, wanting, onChange, maxLength, value: text };
  const state = wanting ? ({ validationState: 'error', validationMessage: words.card.wanting } as const) : {};
  const choice = (options: readonly { readonly value: string; readonly label: string }[]) => (
    <Field label={label} required {...state}>
      <Select value={text} onChange={(_, { value: next }) => onChange(next)}>
        <option value="">{words.settings.chooseView}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
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
        { value: 'true', label: words.card.yes },
        { value: 'false', label: words.card.no },
      ]);
    case 'note':
      return (
        <Field label={label} required {...state}>
          <Textarea
            value={text}
            {...(maxLength === undefined ? {} : { maxLength })}
            onChange={(_, { value: next }) => onChange(next)}
          />
        </Field>
      );
    case 'address': {
      const address = typeof value === 'object' ? value : EMPTY;
      return (
        <>
          {PARTS.map((part) => (
            <TextField
              key={part}
              label={`${label}: ${words.card.address[part]}`}
              value={address[part]}
              required={false}
              wanting={wanting && part === 'street'}
              onChange={(next) => onChange({ ...address, [part]: next })}
            />
          ))}
        </>
      );
    }
  }
}

const EMPTY: Address = { street: '', city: '', state: '', postalCode: '', country: '' };
