/** What was sent, and which of it the field shows; `at` after the last line is a line not sent yet. */
export type TypedHistory = { readonly lines: readonly string[]; readonly at: number };

/** One line back or forth, staying within what there is. */
export const moveInHistory = ({ lines, at }: TypedHistory, step: 1 | -1): TypedHistory => ({
  lines,
  at: Math.min(lines.length, Math.max(0, at + step)),
});
