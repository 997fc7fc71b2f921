/** One logical side of a border, spelled out: Griffel takes no logical shorthands. */
export function edge<const S extends 'BlockStart' | 'BlockEnd' | 'InlineStart' | 'InlineEnd'>(
  side: S,
  width: string,
  color: string,
) {
  return { [`border${side}Width`]: width, [`border${side}Style`]: 'solid', [`border${side}Color`]: color } as {
    readonly [P in `border${S}${'Width' | 'Color'}`]: string;
  } & { readonly [P in `border${S}Style`]: 'solid' };
}
