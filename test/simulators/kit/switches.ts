import { ControlError } from './control-error.ts';
import type { State } from './state.ts';

export type SwitchValue = string | number | boolean;

interface Declared {
  readonly name: string;
  readonly default: SwitchValue;
  readonly about: string;
}

/** A switch with the values that it takes, or of any number, with numbers that are to be tried. */
export type SwitchDeclaration = Declared &
  (
    | { readonly values: readonly [SwitchValue, SwitchValue, ...SwitchValue[]] }
    | { readonly values: readonly []; readonly examples: readonly [number, ...number[]] }
  );

/** The values that a check of all of them tries. */
export const valuesToTry = (declaration: SwitchDeclaration): readonly SwitchValue[] =>
  'examples' in declaration ? [declaration.default, ...declaration.examples] : declaration.values;

/** What the vendors' documents leave open, by name; the product works either way. Kept over restarts. */
export class Switches {
  private readonly declared = new Map<string, SwitchDeclaration>();
  private readonly kept;

  constructor(state: State) {
    this.kept = state.collection<{ value: SwitchValue }>('switches');
  }

  declare(declarations: readonly SwitchDeclaration[]): void {
    for (const declaration of declarations) this.declared.set(declaration.name, declaration);
  }

  get(name: string): SwitchValue {
    const declaration = this.declared.get(name);
    if (declaration === undefined) throw new Error(`No switch is called ${name}.`);
    return this.kept.get(name)?.value ?? declaration.default;
  }

  set(values: Readonly<Record<string, unknown>>): void {
    for (const [name, value] of Object.entries(values)) {
      const declaration = this.declared.get(name);
      if (declaration === undefined)
        throw new ControlError(`No switch is called ${name}; there are: ${[...this.declared.keys()].join(', ')}`);
      const fits =
        declaration.values.length === 0
          ? typeof value === typeof declaration.default
          : declaration.values.some((known) => known === value);
      if (!fits)
        throw new ControlError(
          `${name} takes ${declaration.values.length === 0 ? typeof declaration.default : declaration.values.join(', ')}`,
        );
    }
    for (const [name, value] of Object.entries(values)) this.kept.put(name, { value: value as SwitchValue });
  }

  list(): (SwitchDeclaration & { readonly value: SwitchValue })[] {
    return [...this.declared.values()].map((declaration) => ({ ...declaration, value: this.get(declaration.name) }));
  }

  reset(): void {
    this.kept.clear();
  }
}
