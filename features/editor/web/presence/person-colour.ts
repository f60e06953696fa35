/**
 * The colours of people, which the host gives by name, as roles of the theme. Each of these is readable on the editor's
 * ground in every theme, and the ground on it; `kernel/web/theme` tests that.
 */
const roles: Readonly<Record<string, string>> = {
  blue: '--ansi-blue',
  green: '--ansi-green',
  orange: '--syntax-number',
  purple: '--ansi-magenta',
  red: '--ansi-red',
  teal: '--ansi-cyan',
  pink: '--syntax-tag',
  yellow: '--ansi-yellow',
};

export const personColour = (name: string): string => `var(${roles[name] ?? '--ansi-blue'})`;
