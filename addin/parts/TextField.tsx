import { useId } from 'react';
import { Field, Input } from '@fluentui/react-components';

export interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly required: boolean;
  /** What is wrong with it, in words. */
  readonly wrong: string | undefined;
  readonly hint?: string | undefined;
  readonly type?: 'text' | 'email' | 'tel' | 'date';
  readonly maxLength?: number | undefined;
  /** To choose from while typing. */
  readonly offered?: readonly { readonly value: string; readonly label: string }[] | undefined;
  readonly onChange: (value: string) => void;
}

/** One line of a card. */
export function TextField({
  label,
  value,
  required,
  wrong,
  hint,
  type = 'text',
  maxLength,
  offered,
  onChange,
}: TextFieldProps) {
  const list = useId();
  return (
    <>
      <Field
        label={label}
        required={required}
        {...(hint === undefined ? {} : { hint })}
        {...(wrong === undefined ? {} : { validationState: 'error', validationMessage: wrong })}
      >
        <Input
          type={type}
          autoComplete="off"
          value={value}
          {...(maxLength === undefined ? {} : { maxLength })}
          {...(offered === undefined ? {} : { list })}
          onChange={(_, { value: next }) => onChange(next)}
        />
      </Field>
      {offered !== undefined && (
        <datalist id={list}>
          {offered.map((one) => (
            <option key={one.value} value={one.label} />
          ))}
        </datalist>
      )}
    </>
  );
}
