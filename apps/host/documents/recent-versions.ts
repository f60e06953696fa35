import type { ChangeSet, Text } from '@codemirror/state';
import { lineDiff } from './text/line-diff.ts';

/** A program that reads a file, works and writes it has usually done so within this time, in milliseconds. */
const memory = 3000;

/** What a program began with, when that is not what the disk had last. */
export interface Basis {
  readonly text: Text;
  /** From that text to the one the disk had last. */
  readonly since: ChangeSet;
}

/**
 * The texts that we replaced on the disk a moment ago. A program such as `sed -i` or a formatter may have read one of them
 * and write its work over what was typed meanwhile: compared with the newest text, that looks as if it had deleted it.
 */
export class RecentVersions {
  #versions: { readonly text: Text; readonly replacedAt: number }[] = [];

  /** We write over this text. */
  replaced(text: Text, now = performance.now()): void {
    this.#forget(now);
    this.#versions.push({ text, replacedAt: now });
  }

  /**
   * The older text that a program's writing is based on: the newest one beside which its own changes are all elsewhere than
   * what we wrote since. Undefined when it knew the newest text, or put an older one back as it was.
   * @param newest what the disk had before `written`
   */
  basisOf(written: string, newest: Text, now = performance.now()): Basis | undefined {
    this.#forget(now);
    const last = newest.toString();
    for (const { text } of this.#versions.toReversed()) {
      const older = text.toString();
      if (older === written) return undefined;
      const since = lineDiff(older, last);
      if (since.empty) continue;
      if (isElsewhere(lineDiff(last, written), since.invertedDesc)) return undefined;
      if (isElsewhere(lineDiff(older, written), since)) return { text, since };
    }
    return undefined;
  }

  #forget(now: number): void {
    this.#versions = this.#versions.filter(({ replacedAt }) => now - replacedAt < memory);
  }
}

/** Whether changes of one text leave every place alone that other changes of it touch. */
function isElsewhere(changes: ChangeSet, others: Pick<ChangeSet, 'iterChangedRanges'>): boolean {
  let elsewhere = true;
  others.iterChangedRanges((from, to) => (elsewhere &&= changes.touchesRange(from, to) === false));
  return elsewhere;
}
