/** Where a row begins, in as many digits as the file needs. */
export function offsetText(offset: number, size: number): string {
  return offset.toString(16).padStart(Math.max(8, size.toString(16).length), '0');
}

export const hexText = (byte: number | undefined): string =>
  byte === undefined ? '  ' : byte.toString(16).padStart(2, '0');

/** Bytes in groups of eight, as one text: a thousand small elements would take longer than the page has. */
export function hexRow(bytes: readonly (number | undefined)[], from = 0): string {
  return bytes.map((byte, at) => hexText(byte) + ((from + at) % 8 === 7 ? '  ' : ' ')).join('');
}

/** What a byte is as a letter of ASCII; a dot for what has none. */
export const letterText = (byte: number | undefined): string => {
  if (byte === undefined) return ' ';
  return byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '·';
};

/** The place that was typed: hexadecimal with `0x`, else decimal. Undefined when it is none in the file. */
export function parseOffset(text: string, size: number): number | undefined {
  const wanted = text.trim().toLowerCase();
  if (!/^(?:0x[0-9a-f]+|\d+)$/.test(wanted)) return undefined;
  const offset = Number(wanted);
  return offset < size ? offset : undefined;
}
