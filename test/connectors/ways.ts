import { valuesToTry, type SwitchDeclaration, type SwitchValue } from '../simulators/kit/switches.ts';

/** Switches by name: one way that a service may be. */
export type Way = Readonly<Record<string, SwitchValue>>;

/** So few in one way that a failure shows what it comes of. */
const SWITCHES_IN_A_WAY = 4;

/** The usual way, and so many that every value of every switch is in one of them, each switch once in a way. */
export function waysOf(switches: readonly SwitchDeclaration[]): readonly Way[] {
  const ways: Record<string, SwitchValue>[] = [];
  for (const declaration of switches)
    for (const value of valuesToTry(declaration)) {
      if (value === declaration.default) continue;
      const open = ways.find((way) => !(declaration.name in way) && Object.keys(way).length < SWITCHES_IN_A_WAY);
      if (open === undefined) ways.push({ [declaration.name]: value });
      else open[declaration.name] = value;
    }
  return [{}, ...ways];
}
