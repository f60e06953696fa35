import type { ChangeSet, Text } from '@codemirror/state';
import { randomUUID } from 'node:crypto';
import type { Collision, CollisionNote, Hunk, OutsideAuthor } from '../contract/documents.ts';
import { lineDiff } from './text/line-diff.ts';
import { CollisionFiles } from './collision-files.ts';
import type { LiveDocument } from './document.ts';
import type { Versions } from './versions.ts';

export interface Sides {
  readonly base: Text;
  /** From the base to the text of the editors, to the text on disk, and from the editors' to the merged text. */
  readonly ours: ChangeSet;
  readonly theirs: ChangeSet;
  readonly incoming: ChangeSet;
  /** In the merged text, from 1 on. */
  readonly lines: readonly (readonly [from: number, to: number])[];
}

export interface Kept extends Sides {
  readonly id: string;
  readonly document: string;
  readonly by: OutsideAuthor;
  readonly at: number;
  /** The document's version right after the merge, among these; a document that is loaded again counts anew. */
  readonly since?: { readonly version: number; readonly of: Versions };
}

const limit = 50;

/** Both versions of lines that two sides changed at once, until somebody decides; also over a restart of the host. */
export class Collisions {
  readonly #kept: Map<string, Kept>;
  readonly #files: CollisionFiles;

  private constructor(files: CollisionFiles, kept: readonly Kept[]) {
    this.#files = files;
    this.#kept = new Map(kept.map((one) => [one.id, one]));
  }

  static async load(state: string): Promise<Collisions> {
    const files = new CollisionFiles(state);
    return new Collisions(files, await files.read());
  }

  add(sides: Sides, about: Pick<Kept, 'by' | 'at'>, { id: document, versions }: LiveDocument): CollisionNote {
    const since = { version: versions.version, of: versions };
    const kept = { ...sides, ...about, id: randomUUID(), document, since };
    this.#kept.set(kept.id, kept);
    void this.#files.write(kept).then((dropped) => dropped.forEach((id) => this.#kept.delete(id)));
    const oldest = this.#kept.keys().next().value;
    if (this.#kept.size > limit && oldest !== undefined) this.remove(oldest);
    return noteOf(kept);
  }

  get(id: string): Kept | undefined {
    return this.#kept.get(id);
  }

  /** Those of one document that nobody has decided, oldest first. */
  notesOf(document: string): CollisionNote[] {
    return [...this.#kept.values()].filter((kept) => kept.document === document).map(noteOf);
  }

  remove(id: string): void {
    this.#kept.delete(id);
    void this.#files.remove(id);
  }

  /** Resolves when what is on the disk is what is kept. */
  settled(): Promise<void> {
    return this.#files.settled();
  }

  describe(kept: Kept, path: string): Collision {
    const { id, at, by, base, ours, theirs } = kept;
    return {
      id,
      path,
      at,
      by,
      base: base.toString(),
      ours: ours.apply(base).toString(),
      theirs: theirs.apply(base).toString(),
      merged: mergedOf(kept).toString(),
    };
  }
}

/** What happened to the document since the merge. A host that was restarted has only the two texts to tell it from. */
export function changesSince(kept: Kept, { versions, content, length }: LiveDocument): ChangeSet {
  const counted = kept.since?.of === versions ? versions.since(kept.since.version, length) : undefined;
  return counted ?? lineDiff(mergedOf(kept).toString(), content);
}

const mergedOf = ({ base, ours, incoming }: Sides): Text => incoming.apply(ours.apply(base));

const noteOf = ({ id, by, at, lines }: Kept): CollisionNote => ({
  id,
  by,
  at,
  lines: lines.map(([from, to]): [number, number] => [from, to]),
});

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
