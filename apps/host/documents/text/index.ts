/** Differences and merges of texts, for pages too: nothing of them needs Node. */
export { lineDiff, replacements } from './line-diff.ts';
export { type LineRange, type Rebased, rebase } from './rebase.ts';
export type { Replacement } from './tokens.ts';
