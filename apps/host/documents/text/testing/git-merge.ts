import { Text } from '@codemirror/state';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { lineDiff } from '../line-diff.ts';
import { lineHunks } from '../line-hunks.ts';
import { rebase } from '../rebase.ts';

export interface ThreeTexts {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

export interface Compared {
  readonly texts: ThreeTexts;
  readonly git: { readonly merged: string; readonly clean: boolean };
  readonly own: { readonly merged: string; readonly collisions: number };
}

/** Merges all cases with `git merge-file` (one shell runs them) and with `rebase`. */
export async function compareWithGit(cases: readonly ThreeTexts[]): Promise<Compared[]> {
  const git = await mergeWithGit(cases);
  return cases.map((texts, index) => ({ texts, own: mergeOurselves(texts), git: git[index] ?? missing() }));
}

const missing = (): never => {
  throw new Error('Git did not answer for every case.');
};

function mergeOurselves({ base, ours, theirs }: ThreeTexts): Compared['own'] {
  const text = Text.of(base.split('\n'));
  const typed = lineDiff(base, ours);
  const { incoming, collisions } = rebase(text, typed, lineDiff(base, theirs));
  return { merged: incoming.apply(typed.apply(text)).toString(), collisions: collisions.length };
}

const script = `i=0; while [ -f "$i.base" ]; do
  git merge-file --quiet -p "$i.ours" "$i.base" "$i.theirs" > "$i.merged"; echo $? >> codes; i=$((i+1)); done`;

async function mergeWithGit(cases: readonly ThreeTexts[]): Promise<Compared['git'][]> {
  const folder = await mkdtemp(join(tmpdir(), 'git-merge-'));
  try {
    for (const [index, texts] of cases.entries()) {
      for (const side of ['base', 'ours', 'theirs'] as const)
        await writeFile(join(folder, `${index}.${side}`), texts[side]);
    }
    await promisify(execFile)('sh', ['-c', script], { cwd: folder });
    const codes = (await readFile(join(folder, 'codes'), 'utf8')).trim().split('\n');
    const answers = codes.map(async (code, index) => ({
      merged: await readFile(join(folder, `${index}.merged`), 'utf8'),
      clean: code === '0',
    }));
    return await Promise.all(answers);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Whether both sides changed only lines beside each other: git calls that a conflict, we let both stand. */
export function onlyNeighbours({ base, ours, theirs }: ThreeTexts): boolean {
  const text = Text.of(base.split('\n'));
  const [one, other] = [ours, theirs].map((side) => lineHunks(text, lineDiff(base, side)));
  return (one ?? []).some((a) => (other ?? []).some((b) => a.to === b.from || b.to === a.from));
}

/** Cases of a kind that people and programs make: lines edited, inserted, deleted, moved and said twice. */
export function randomCases(count: number, seed: number): ThreeTexts[] {
  const random = mulberry(seed);
  return Array.from({ length: count }, () => {
    const length = 1 + Math.floor(random() * 30);
    const lines = Array.from({ length }, () => randomLine(random));
    const [ours, theirs] = [editLines(lines, random), editLines(lines, random)];
    // Sometimes both sides did the same, and went on from there.
    const shared = random() < 0.15 ? editLines(lines, random) : undefined;
    const last = random() < 0.8 ? '\n' : '';
    const text = (side: readonly string[]): string => (side.length === 0 ? '' : side.join('\n') + last);
    if (shared === undefined) return { base: text(lines), ours: text(ours), theirs: text(theirs) };
    return { base: text(lines), ours: text(shared), theirs: text(editLines(shared, random)) };
  });
}

function editLines(lines: readonly string[], random: () => number): string[] {
  const edited = [...lines];
  for (let edits = 1 + Math.floor(random() * 3); edits > 0; edits -= 1) {
    const at = Math.floor(random() * (edited.length + 1));
    const kind = random();
    if (kind < 0.4) edited.splice(at, 1, `${edited[at] ?? ''} ${randomLine(random)}`);
    else if (kind < 0.7)
      edited.splice(at, 0, ...Array.from({ length: 1 + Math.floor(random() * 3) }, () => randomLine(random)));
    else if (kind < 0.9) edited.splice(at, 1 + Math.floor(random() * 2));
    else edited.splice(at, 0, ...edited.splice(Math.floor(random() * edited.length), 1));
  }
  return edited;
}

/** Mostly lines of their own, and some that every program repeats. */
function randomLine(random: () => number): string {
  const kind = random();
  if (kind < 0.1) return '';
  if (kind < 0.2) return '}';
  return `const name${Math.floor(random() * 1e6)} = ${Math.floor(random() * 100)};`;
}

/** A small random number generator with a seed (T. Ettinger's mulberry32), so that every case can be made again. */
export function mulberry(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface Tally {
  readonly cases: number;
  readonly clean: number;
  /** Clean in git, and not the same text here. */
  readonly different: readonly Compared[];
  readonly conflicts: number;
  /** Conflicts of git where we report a collision, and those where only neighbouring lines changed. */
  readonly collisions: number;
  readonly neighbours: number;
}

export function tally(compared: readonly Compared[]): Tally {
  const clean = compared.filter(({ git }) => git.clean);
  const conflicts = compared.filter(({ git }) => !git.clean);
  return {
    cases: compared.length,
    clean: clean.length,
    different: clean.filter(({ git, own }) => git.merged !== own.merged),
    conflicts: conflicts.length,
    collisions: conflicts.filter(({ own }) => own.collisions > 0).length,
    neighbours: conflicts.filter(({ own, texts }) => own.collisions === 0 && onlyNeighbours(texts)).length,
  };
}
