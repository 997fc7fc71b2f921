import type { Node } from './xml.ts';

export interface CheckOptions {
  /** For people: nothing on this machine, nothing in plain http. */
  readonly production: boolean;
  /** The pixel size of the icon at a path of ours; undefined: there is none. */
  readonly iconSize: (path: string) => { readonly width: number; readonly height: number } | undefined;
}

/** Says what stands too late, what does not belong there, and what is missing of those with `!`. */
export function checkOrder(node: Node, order: readonly string[], say: (problem: string) => void): void {
  const names = order.map((name) => name.replace('!', ''));
  let last = -1;
  for (const { name } of node.children) {
    const at = names.indexOf(name);
    if (at < 0) say(`${node.name}: ${name} does not belong there`);
    else if (at < last) say(`${node.name}: ${name} stands too late`);
    else last = at;
  }
  for (const name of order)
    if (name.endsWith('!') && !node.children.some((one) => one.name === name.slice(0, -1)))
      say(`${node.name}: ${name.slice(0, -1)} is missing`);
}
