import { describe, expect, it } from 'vitest';
import { isDark, luminance } from '../../addin/theme/luminance.ts';

describe("Outlook's background", () => {
  it.each([
    ['#ffffff', false],
    ['#FFF', false],
    ['#faf9f8', false],
    ['rgb(243, 242, 241)', false],
    ['#212121', true],
    ['#000', true],
    ['rgba(31, 31, 31, 1)', true],
    ['#004578', true],
  ])('%s is dark: %s', (colour, dark) => {
    expect(isDark(colour)).toBe(dark);
  });

  it('that is no colour decides nothing', () => {
    for (const colour of ['', 'white', '#12', 'Window', '#gggggg']) expect(isDark(colour)).toBeUndefined();
  });

  it('has the luminance that WCAG gives it', () => {
    expect(luminance('#fff')).toBeCloseTo(1, 5);
    expect(luminance('#000')).toBe(0);
    expect(luminance('#777777')).toBeCloseTo(0.1845, 3);
  });
});
