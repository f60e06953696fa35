import { ansiNames } from '@e-code/kernel/web/theme';

/** How a piece of text looks. Colours are CSS values. */
export type Look = {
  readonly color?: string;
  readonly background?: string;
  readonly bold?: boolean;
  readonly dim?: boolean;
  readonly italic?: boolean;
  readonly underline?: boolean;
  readonly inverse?: boolean;
};

export type Piece = { readonly text: string; readonly look: Look };

export const plain: Look = {};

// Sequences that a log can hold: CSI (colours and movements), OSC (titles, links), and two-byte escapes.
// oxlint-disable-next-line no-control-regex -- escape sequences are what this reads
const sequence = /\u001b(?:\[([0-9;:?]*)[ -/]*([@-~])|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_=>])/g;

/** The look after an SGR sequence with these parameters (ECMA-48 8.3.117, with 256 and 24-bit colours). */
export function applySgr(look: Look, parameters: string): Look {
  const codes = parameters.split(/[;:]/).map((code) => (code === '' ? 0 : Number(code)));
  let next = look;
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at] ?? 0;
    if (code === 38 || code === 48) {
      const { color, used } = extendedColor(codes, at + 1);
      at += used;
      if (color !== undefined) next = code === 38 ? { ...next, color } : { ...next, background: color };
    } else next = applyCode(next, code);
  }
  return next;
}

/** Attributes that are switched on and off by a number. */
const switches: Readonly<Record<number, Look>> = {
  1: { bold: true },
  2: { dim: true },
  3: { italic: true },
  4: { underline: true },
  7: { inverse: true },
  22: { bold: false, dim: false },
  23: { italic: false },
  24: { underline: false },
  27: { inverse: false },
};

function applyCode(look: Look, code: number): Look {
  if (code === 0) return plain;
  const changed = namedColor(code) ?? switches[code];
  if (changed) return { ...look, ...changed };
  const { color, background, ...styles } = look;
  if (code === 39) return { ...styles, ...(background && { background }) };
  if (code === 49) return { ...styles, ...(color && { color }) };
  return look;
}

const named = (index: number): string => `var(--ansi-${ansiNames[index] ?? 'white'})`;

function namedColor(code: number): Look | undefined {
  if (code >= 30 && code <= 37) return { color: named(code - 30) };
  if (code >= 90 && code <= 97) return { color: named(code - 82) };
  if (code >= 40 && code <= 47) return { background: named(code - 40) };
  if (code >= 100 && code <= 107) return { background: named(code - 92) };
  return undefined;
}

/** Reads `5;n` or `2;r;g;b`. */
function extendedColor(codes: readonly number[], at: number): { color?: string; used: number } {
  if (codes[at] === 5) return { color: indexedColor(codes[at + 1] ?? 0), used: 2 };
  if (codes[at] !== 2) return { used: 0 };
  const [red = 0, green = 0, blue = 0] = codes.slice(at + 1, at + 4);
  return { color: `rgb(${red} ${green} ${blue})`, used: 4 };
}

/** The 256 colours of xterm: 16 of the theme, a cube of 6 x 6 x 6, 24 greys. */
function indexedColor(index: number): string {
  if (index < 16) return named(index);
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10;
    return `rgb(${grey} ${grey} ${grey})`;
  }
  const cube = index - 16;
  const channel = (value: number) => (value === 0 ? 0 : 55 + value * 40);
  return `rgb(${channel(Math.floor(cube / 36))} ${channel(Math.floor(cube / 6) % 6)} ${channel(cube % 6)})`;
}

/** Cuts a line into pieces of one look each; `look` is what the line before ended with. */
export function readAnsi(line: string, look: Look = plain): { pieces: Piece[]; look: Look } {
  const pieces: Piece[] = [];
  let current = look;
  let from = 0;
  const take = (to: number) => {
    if (to > from) pieces.push({ text: line.slice(from, to), look: current });
  };
  for (const match of line.matchAll(sequence)) {
    take(match.index);
    from = match.index + match[0].length;
    if (match[2] === 'm') current = applySgr(current, match[1] ?? '');
  }
  take(line.length);
  return { pieces, look: current };
}

export const withoutAnsi = (line: string): string => line.replace(sequence, '');
