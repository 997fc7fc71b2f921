type Child = Node | string | undefined | false;
type Given<K extends keyof HTMLElementTagNameMap> = Partial<
  Omit<HTMLElementTagNameMap[K], 'style' | 'dataset' | 'ariaLabel'>
> & {
  readonly data?: Readonly<Record<string, string>>;
  readonly label?: string;
  readonly current?: boolean;
};

/** An element with its properties, its accessible name (`label`), and its children. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  given: Given<K> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  const { data = {}, label, current, ...properties } = given;
  Object.assign(made, properties);
  Object.assign(made.dataset, data);
  if (label !== undefined) made.setAttribute('aria-label', label);
  if (current !== undefined) made.setAttribute('aria-current', String(current));
  made.append(...children.filter((child): child is Node | string => child !== undefined && child !== false));
  return made;
}

export const button = (text: string, onclick: () => unknown, given: Given<'button'> = {}): HTMLButtonElement =>
  element('button', { type: 'button', onclick: () => void during(onclick), ...given }, text);

/** A list of choices; `chosen` gets the value. */
export function select(
  label: string,
  options: readonly (readonly [value: string, text: string])[],
  value: string,
  chosen: (value: string) => unknown,
): HTMLSelectElement {
  const made = element(
    'select',
    { label },
    ...options.map(([key, text]) => element('option', { value: key, selected: key === value }, text)),
  );
  made.onchange = () => void during(() => chosen(made.value));
  return made;
}

/** Says it to people who see the page and to those who hear it. */
export function say(text: string): void {
  const place = document.getElementById('said');
  if (place !== null) place.textContent = text;
}

/** Runs what a person asked for; what goes wrong is said instead of lost. */
export async function during(work: () => unknown): Promise<void> {
  try {
    await work();
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
  }
}

/** Puts rows in place by their key, and marks those that came or changed since the last time. */
export class Rows {
  private readonly parent: HTMLElement;
  private known: Map<string, string> | undefined;

  constructor(parent: HTMLElement) {
    this.parent = parent;
  }

  /** `print` is what a person sees of a row: where it is the same, nothing has changed. */
  show<T>(list: readonly T[], key: (row: T) => string, print: (row: T) => string, make: (row: T) => HTMLElement): void {
    const seen = new Map(list.map((row) => [key(row), print(row)]));
    const same = this.known?.size === seen.size && [...seen].every(([id, text]) => this.known?.get(id) === text);
    if (same) return;
    const focused = (document.activeElement as HTMLElement | null)?.closest<HTMLElement>('[data-key]')?.dataset['key'];
    this.parent.replaceChildren(
      ...list.map((row) => {
        const made = make(row);
        made.dataset['key'] = key(row);
        if (this.known !== undefined && this.known.get(key(row)) !== print(row)) made.classList.add('changed');
        return made;
      }),
    );
    if (focused !== undefined)
      this.parent.querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"] button`)?.focus();
    this.known = seen;
  }

  /** Another list is shown next: nothing of it has changed. */
  forget(): void {
    this.known = undefined;
  }
}
