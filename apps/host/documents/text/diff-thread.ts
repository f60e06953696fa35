import { parentPort } from 'node:worker_threads';
import type { DiffAnswer, DiffQuestion } from './differ.ts';
import { lineDiff } from './line-diff.ts';

/** The thread of `Differ`. */
parentPort?.on('message', ({ id, from, to }: DiffQuestion) => {
  const answer: DiffAnswer = { id, changes: lineDiff(from, to).toJSON() };
  parentPort?.postMessage(answer);
});
