import { ControlError } from './control-error.ts';
import type { State } from './state.ts';

export type SwitchValue = string | number | boolean;

export interface SwitchDeclaration {
  readonly name: string;
  readonly default: SwitchValue;
  /** Allowed values; any number where the default is one and the list is empty. */
  readonly values: readonly SwitchValue[];
  readonly about: string;
}

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
          : declaration.values.includes(value as SwitchValue);
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
