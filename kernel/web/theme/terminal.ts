import { toHex } from './oklch.ts';
import { ansiNames, type AnsiName, type Theme } from './roles.ts';

type Camel<Name extends string> = Name extends `${infer Head}-${infer Tail}` ? `${Head}${Capitalize<Tail>}` : Name;

/** The colours of a terminal as xterm.js takes them (hex: its parser does not know OKLCH). */
export type TerminalColors = Record<Camel<AnsiName>, string> &
  Record<'background' | 'foreground' | 'cursor' | 'cursorAccent' | 'selectionBackground', string>;

export function terminalColors(theme: Theme): TerminalColors {
  const ansi = ansiNames.map((name) => [
    name.replace(/-(.)/, (_, letter: string) => letter.toUpperCase()),
    toHex(theme.ansi[name]),
  ]);
  return {
    ...(Object.fromEntries(ansi) as Record<Camel<AnsiName>, string>),
    background: toHex(theme.roles['bg-sunken']),
    foreground: toHex(theme.roles.text),
    cursor: toHex(theme.roles['accent-text']),
    cursorAccent: toHex(theme.roles['bg-sunken']),
    selectionBackground: toHex(theme.roles.selection),
  };
}
