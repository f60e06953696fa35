/** Places, differences and merges of texts, for pages too: nothing of them needs Node. */
export { fromAnchor, toAnchor } from './anchors.ts';
export { digestOf } from './digest.ts';
export { lineDiff, replacements } from './line-diff.ts';
export { quoteText } from './quote.ts';
export { type LineRange, type Rebased, rebase } from './rebase.ts';
export type { Replacement } from './tokens.ts';
