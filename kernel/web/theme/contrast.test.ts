import { describe, expect, it } from 'vitest';
import { contrast, inSrgb, toHex, type Oklch } from './oklch.ts';
import { ansiNames, roles, syntaxRoles, textPairs } from './roles.ts';
import { themes } from './themes.ts';

const smallest = 4.5;

describe.each(themes)('theme $id', (theme) => {
  it.each(textPairs)('keeps %s readable on %s', (text, surface) => {
    expect(contrast(theme.roles[text], theme.roles[surface])).toBeGreaterThanOrEqual(smallest);
  });

  it.each(syntaxRoles)('keeps the syntax colour %s readable in the editor', (role) => {
    expect(contrast(theme.syntax[role], theme.roles.bg)).toBeGreaterThanOrEqual(smallest);
    expect(contrast(theme.syntax[role], theme.roles['bg-sunken'])).toBeGreaterThanOrEqual(smallest);
  });

  it.each(ansiNames)('keeps the terminal colour %s readable', (name) => {
    expect(contrast(theme.ansi[name], theme.roles.bg)).toBeGreaterThanOrEqual(smallest);
    expect(contrast(theme.ansi[name], theme.roles['bg-sunken'])).toBeGreaterThanOrEqual(smallest);
  });

  it('names only colours that sRGB screens can show', () => {
    const named: [string, Oklch][] = [
      ...roles.map((role): [string, Oklch] => [role, theme.roles[role]]),
      ...syntaxRoles.map((role): [string, Oklch] => [role, theme.syntax[role]]),
      ...ansiNames.map((name): [string, Oklch] => [name, theme.ansi[name]]),
    ];
    expect(named.filter(([, color]) => !inSrgb(color)).map(([name]) => name)).toEqual([]);
  });
});

describe('contrast', () => {
  it('is 21 for black on white and 1 for a colour on itself', () => {
    expect(contrast([0, 0, 0], [1, 0, 0])).toBeCloseTo(21, 3);
    expect(contrast([0.5, 0.1, 200], [0.5, 0.1, 200])).toBe(1);
  });

  it('agrees with the published sRGB value of a known OKLCH colour', () => {
    // CSS Color 4 gives oklch(62.8% 0.25768 29.234) for #ff0000.
    expect(toHex([0.62796, 0.25768, 29.234])).toBe('#ff0000');
  });
});
