import { button, element, during } from './dom.ts';

export interface Field {
  readonly name: string;
  readonly text: string;
  readonly kind?: 'text' | 'email' | 'tel' | 'notes';
}

/** Asks for values in a dialog; undefined where the person changes their mind. Only what was changed is answered. */
export function askFor(
  title: string,
  fields: readonly Field[],
  values: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>> | undefined> {
  const inputs = fields.map(({ name, kind = 'text' }) => {
    const input = kind === 'notes' ? element('textarea', { rows: 3 }) : element('input', { type: kind });
    input.name = name;
    input.id = `field-${name}`;
    input.value = values[name] ?? '';
    return input;
  });
  const heading = element('h2', { id: 'form-title' }, title);
  const dialog: HTMLDialogElement = element('dialog');
  const form: HTMLFormElement = element(
    'form',
    { method: 'dialog' },
    heading,
    ...fields.map(({ name, text }, at) =>
      element('div', { className: 'field' }, element('label', { htmlFor: `field-${name}` }, text), inputs[at]),
    ),
    element(
      'div',
      { className: 'acts' },
      element('button', { type: 'submit', className: 'primary', value: 'save' }, 'Save'),
      button('Cancel', () => dialog.close('')),
    ),
  );
  dialog.append(form);
  dialog.setAttribute('aria-labelledby', heading.id);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((done) => {
    dialog.onclose = () => {
      dialog.remove();
      const changed = inputs.filter((input) => input.value !== (values[input.name] ?? ''));
      done(
        dialog.returnValue === 'save'
          ? Object.fromEntries(changed.map((input) => [input.name, input.value]))
          : undefined,
      );
    };
  });
}

/** Asks, and does it where the person saved. */
export function edit(
  title: string,
  fields: readonly Field[],
  values: Readonly<Record<string, string>>,
  save: (changed: Readonly<Record<string, string>>) => Promise<unknown>,
): Promise<void> {
  return during(async () => {
    const changed = await askFor(title, fields, values);
    if (changed !== undefined && Object.keys(changed).length > 0) await save(changed);
  });
}
