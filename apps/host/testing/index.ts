/** What benches measure of the host's inside; the product enters by the contract. */
export { lineDiff } from '../documents/text/line-diff.ts';
export { compareWithGit, mulberry, randomCases, tally } from '../documents/text/testing/git-merge.ts';
