/** Names of colours of the theme, which makes them readable on its own grounds; the host does not know what they look like. */
export const presenceColours = ['blue', 'green', 'orange', 'purple', 'red', 'teal', 'pink', 'yellow'] as const;

/** The same person has the same colour in every document and for everybody. FNV-1a. */
export function colourOf(id: string): string {
  let hash = 0x81_1c_9d_c5;
  for (const byte of Buffer.from(id)) hash = Math.imul(hash ^ byte, 0x01_00_01_93) >>> 0;
  return presenceColours[hash % presenceColours.length] ?? presenceColours[0];
}
