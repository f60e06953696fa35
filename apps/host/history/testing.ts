import { ChangeSet, Text } from '@codemirror/state';
import { mulberry } from '../documents/text/testing/git-merge.ts';
import { push } from './bursts.ts';
import type { Burst } from '../contract/history.ts';
import type { FileLog } from './file-log.ts';
import { type Edit, textAt } from './part.ts';

export const textAtPoint = async (log: FileLog, point: number): Promise<string> =>
  textAt(await log.partWith(point), point).toString();

/** Reads all that a timeline needs. @returns how many entries it has */
export async function summarizeLog(log: FileLog): Promise<number> {
  const bursts: Burst[] = [];
  for (const part of await log.parts()) for (const burst of (await log.summary(part)).bursts) push(bursts, burst);
  return bursts.length;
}

interface Typed {
  /** The text at some points. */
  readonly texts: readonly { readonly point: number; readonly text: string }[];
  /** Time of the log alone. */
  readonly milliseconds: number;
}

/** Three people type words in a file of 2,000 lines, now here and now there, a second apart. */
export async function typedEdits(log: FileLog, { count, batch }: { count: number; batch: number }): Promise<Typed> {
  const random = mulberry(5);
  let text = Text.of(Array.from({ length: 2000 }, (_, line) => `const value${line} = ${line * 3};`));
  const texts = [{ point: 0, text: text.toString() }];
  let milliseconds = 0;
  let place = 0;
  for (let done = 0; done < count; done += batch) {
    const before = text;
    const edits: Edit[] = [];
    if (random() < 0.2) place = Math.floor(random() * text.length);
    for (let index = 0; index < batch; index += 1) {
      const erases = random() < 0.2 && place > 10;
      const changes = ChangeSet.of(
        erases ? { from: place - 5, to: place } : { from: place, insert: 'word ' },
        text.length,
      );
      const author = { kind: 'person', id: `p${done % 3}`, name: `Person ${done % 3}` } as const;
      edits.push({ at: (done + index) * 1000, author, changes });
      text = changes.apply(text);
      place += erases ? -5 : 5;
    }
    const begin = performance.now();
    const first = edits[0]?.at ?? 0;
    await log.append(edits, () => ({ path: 'a.ts', document: null, at: first, text: before.toString() }));
    milliseconds += performance.now() - begin;
    if (random() < 0.05) texts.push({ point: done + batch, text: text.toString() });
  }
  return { texts, milliseconds };
}
