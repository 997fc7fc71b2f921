import { Field, Input } from '@fluentui/react-components';
import { words } from '../words/words.ts';

export interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly required: boolean;
  readonly wanting: boolean;
  readonly hint?: string | undefined;
  readonly type?: 'text' | 'email' | 'tel' | 'date';
  readonly maxLength?: number | undefined;
  readonly onChange: (value: string) => void;
}

/** One line of a card. */
export function TextField({
  label,
  value,
  required,
  wanting,
  hint,
  type = 'text',
  maxLength,
  onChange,
}: TextFieldProps) {
  return (
    <Field
      label={label}
      required={required}
      {...(hint === undefined ? {} : { hint })}
      {...(wanting ? { validationState: 'error', validationMessage: words.card.wanting } : {})}
    >
      <Input
        type={type}
        autoComplete="off"
        value={value}
        {...(maxLength === undefined ? {} : { maxLength })}
        onChange={(_, { value: next }) => onChange(next)}
      />
    </Field>
  );
}
