import { ChangeSet } from '@codemirror/state';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { outsideAuthorSchema } from '../contract/documents.ts';
import { toText } from './changes.ts';
import type { Kept } from './collisions.ts';

/** All of them together, in characters: the oldest make room. Each holds a text of at most 2 MB. */
const most = 8 * 1024 * 1024;

const recordSchema = z.object({
  document: z.string(),
  by: outsideAuthorSchema,
  at: z.number(),
  base: z.string(),
  ours: z.unknown(),
  theirs: z.unknown(),
  incoming: z.unknown(),
  lines: z.array(z.tuple([z.number(), z.number()])),
});

/** Collisions on the disk of the host, a file for each, named by its id. */
export class CollisionFiles {
  readonly #folder: string;
  /** Characters of each, oldest first. */
  readonly #sizes = new Map<string, number>();
  #working: Promise<unknown> = Promise.resolve();

  constructor(state: string) {
    this.#folder = join(state, 'collisions');
  }

  /** All of them, oldest first. One that cannot be read is left out. */
  async read(): Promise<Kept[]> {
    const names = (await readdir(this.#folder).catch(() => [])).filter((name) => name.endsWith('.json'));
    const found: { kept: Kept; size: number }[] = [];
    for (const name of names) {
      const text = await readFile(join(this.#folder, name), 'utf8').catch(() => '');
      const kept = parse(name.slice(0, -'.json'.length), text);
      if (kept !== undefined) found.push({ kept, size: text.length });
    }
    const dated = found.toSorted((a, b) => a.kept.at - b.kept.at);
    for (const { kept, size } of dated) this.#sizes.set(kept.id, size);
    return dated.map(({ kept }) => kept);
  }

  /**
   * Writes one and drops the oldest above the limit; answers the ids of those. On a full disk it is kept in memory alone:
   * the text has both versions in any case.
   */
  write(kept: Kept): Promise<string[]> {
    const text = format(kept);
    return this.#next(async () => {
      await mkdir(this.#folder, { recursive: true });
      const place = this.#place(kept.id);
      await writeFile(`${place}.new`, text);
      await rename(`${place}.new`, place);
      this.#sizes.set(kept.id, text.length);
      const dropped = this.#aboveLimit(kept.id);
      for (const id of dropped) await this.#drop(id);
      return dropped;
    }).catch(() => []);
  }

  remove(id: string): Promise<void> {
    return this.#next(() => this.#drop(id)).catch(() => undefined);
  }

  async settled(): Promise<void> {
    await this.#working;
  }

  /** One after the other: one that is decided while it is written must not come back. */
  #next<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#working.then(work);
    this.#working = result.catch(() => undefined);
    return result;
  }

  #aboveLimit(newest: string): string[] {
    let total = [...this.#sizes.values()].reduce((sum, size) => sum + size, 0);
    const dropped: string[] = [];
    for (const [id, size] of this.#sizes) {
      if (total <= most || id === newest) break;
      total -= size;
      dropped.push(id);
    }
    return dropped;
  }

  async #drop(id: string): Promise<void> {
    this.#sizes.delete(id);
    await rm(this.#place(id), { force: true });
  }

  #place(id: string): string {
    return join(this.#folder, `${id}.json`);
  }
}

function format({ document, by, at, base, ours, theirs, incoming, lines }: Kept): string {
  return JSON.stringify({ document, by, at, base: base.toString(), ours, theirs, incoming, lines });
}

function parse(id: string, text: string): Kept | undefined {
  try {
    const { base, ours, theirs, incoming, ...about } = recordSchema.parse(JSON.parse(text));
    const sides = { ours: ChangeSet.fromJSON(ours), theirs: ChangeSet.fromJSON(theirs) };
    return { id, ...about, base: toText(base), ...sides, incoming: ChangeSet.fromJSON(incoming) };
  } catch {
    return undefined;
  }
}
