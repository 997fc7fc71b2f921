/** Relative luminance of a colour as WCAG 2 defines it, 0 (black) to 1 (white); undefined for what is no `#rgb`, `#rrggbb` or `rgb()`. */
export function luminance(colour: string): number | undefined {
  const channels = channelsOf(colour.trim());
  if (channels === undefined) return undefined;
  const [red = 0, green = 0, blue = 0] = channels.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Whether light text is read better on it: the point at which black and white have the same contrast. */
export function isDark(colour: string): boolean | undefined {
  const found = luminance(colour);
  return found === undefined ? undefined : found < 0.179;
}

function channelsOf(colour: string): readonly number[] | undefined {
  const [, digits] = /^#([\da-f]{3}|[\da-f]{6})$/i.exec(colour) ?? [];
  if (digits !== undefined) {
    const pairs = digits.length === 3 ? [...digits].map((digit) => digit + digit) : (digits.match(/../g) ?? []);
    return pairs.map((pair) => Number.parseInt(pair, 16));
  }
  const [, ...spelled] = /^rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)/i.exec(colour) ?? [];
  return spelled.length === 3 ? spelled.map(Number) : undefined;
}
