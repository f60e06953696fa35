/** An `@` that is being written: where it stands and what was typed behind it. */
export type MentionStart = { readonly from: number; readonly to: number; readonly word: string };

/** The mention that the cursor is in. Names have up to three words; an `@` inside a word is an address. */
export function mentionAt(text: string, cursor: number): MentionStart | undefined {
  const before = text.slice(0, cursor);
  const found = /(?:^|[\s([{*_"'])@((?:[\p{L}\p{N}_.'-]+ ?){0,3})$/u.exec(before);
  const word = found?.[1];
  return word === undefined ? undefined : { from: cursor - word.length - 1, to: cursor, word };
}

/** The text with the name in the place of what was typed, and a blank to go on behind. */
export function completeMention(
  text: string,
  { from, to }: MentionStart,
  name: string,
): { text: string; cursor: number } {
  const inserted = `@${name} `;
  const rest = text.slice(to).replace(/^ /, '');
  return { text: text.slice(0, from) + inserted + rest, cursor: from + inserted.length };
}

/** The parts of a text that are mentions of these people, and those between. */
export function splitMentions(text: string, names: readonly string[]): { text: string; mention: boolean }[] {
  if (names.length === 0) return [{ text, mention: false }];
  const longest = names
    .toSorted((a, b) => b.length - a.length)
    .map((name) => name.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'));
  const parts = text.split(new RegExp(`(?<![\\p{L}\\p{N}_@])(@(?:${longest.join('|')}))(?![\\p{L}\\p{N}_])`, 'giu'));
  return parts.map((part, index) => ({ text: part, mention: index % 2 === 1 })).filter((part) => part.text !== '');
}
