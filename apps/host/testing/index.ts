/** What benches measure of the host's inside; the product enters by the contract. */
export { lineDiff } from '../documents/text/line-diff.ts';
export { compareWithGit, mulberry, randomCases, tally } from '../documents/text/testing/git-merge.ts';
export { Connection } from '../languages/connection.ts';
export { FileLog } from '../history/file-log.ts';
export { summarizeLog, textAtPoint, typedEdits } from '../history/testing.ts';
