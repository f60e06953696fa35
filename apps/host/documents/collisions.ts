import { randomUUID } from 'node:crypto';
import type { ChangeSet, Text } from '@codemirror/state';
import type { Collision, Hunk, OutsideAuthor } from '../contract/documents.ts';

interface Sides {
  readonly base: Text;
  /** From the base to the text of the editors, to the text on disk, and from the editors' to the merged text. */
  readonly ours: ChangeSet;
  readonly theirs: ChangeSet;
  readonly incoming: ChangeSet;
  /** In the merged text, from 1 on. */
  readonly lines: readonly (readonly [from: number, to: number])[];
}

interface Kept extends Sides {
  readonly id: string;
  readonly document: string;
  readonly by: OutsideAuthor;
  readonly at: number;
  /** The document's version right after the merge. */
  readonly version: number;
}

const limit = 50;

/** Both versions of lines that two sides changed at once, until somebody decides. */
export class Collisions {
  readonly #kept = new Map<string, Kept>();

  add(sides: Sides, about: Pick<Kept, 'document' | 'by' | 'at' | 'version'>): string {
    const id = randomUUID();
    this.#kept.set(id, { ...sides, ...about, id });
    const oldest = this.#kept.keys().next().value;
    if (this.#kept.size > limit && oldest !== undefined) this.#kept.delete(oldest);
    return id;
  }

  get(id: string): Kept | undefined {
    return this.#kept.get(id);
  }

  remove(id: string): void {
    this.#kept.delete(id);
  }

  describe(kept: Kept, path: string): Collision {
    const { id, at, by, base, ours, theirs, incoming } = kept;
    const oursText = ours.apply(base);
    return {
      id,
      path,
      at,
      by,
      base: base.toString(),
      ours: oursText.toString(),
      theirs: theirs.apply(base).toString(),
      merged: incoming.apply(oursText).toString(),
    };
  }
}

/**
 * What puts one side's words in the place of the merged ones, for the colliding lines alone. Positions are those of the
 * merged text.
 */
export function choose({ base, ours, theirs, incoming, lines }: Sides, side: 'ours' | 'theirs'): Hunk[] {
  const oursText = ours.apply(base);
  const merged = incoming.apply(oursText);
  const back = ours.compose(incoming).invertedDesc;
  const chosen = side === 'ours' ? { text: oursText, changes: ours } : { text: theirs.apply(base), changes: theirs };
  return lines.map(([first, last]) => {
    // Whole lines, since a side may have none of them.
    const from = merged.line(first).from;
    const to = Math.min(merged.length, merged.line(last).to + 1);
    const place = { from: back.mapPos(from, -1), to: back.mapPos(to, 1) };
    const start = chosen.changes.mapPos(place.from, -1);
    // What a side wrote right behind the colliding lines stays there; what it inserted at one place belongs to them.
    const end = chosen.changes.mapPos(place.to, place.to > place.from ? -1 : 1);
    return { from, to, insert: chosen.text.sliceString(start, end) };
  });
}
