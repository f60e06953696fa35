import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChangeSet } from '@codemirror/state';
import { expect, it, onTestFinished } from 'vitest';
import { Catalogue } from './catalogue.ts';
import { FileLog } from './file-log.ts';
import { dropOldest, measure, sweep, usualRetention } from './retention.ts';

const day = 24 * 3600 * 1000;
const now = 1000 * day;

interface Kept {
  readonly catalogue: Catalogue;
  readonly logOf: (id: string) => FileLog;
}

/** Histories of files that were last changed so many days ago. */
async function keep(ages: Readonly<Record<string, number>>, length = 10): Promise<Kept> {
  const state = await mkdtemp(join(tmpdir(), 'history-'));
  onTestFinished(() => rm(state, { recursive: true, force: true }));
  const catalogue = await Catalogue.load(state);
  const logs = new Map<string, FileLog>();
  const logOf = (id: string): FileLog => {
    const log = logs.get(id) ?? new FileLog(join(catalogue.folder, id));
    logs.set(id, log);
    return log;
  };
  for (const [path, age] of Object.entries(ages)) {
    const log = logOf(await catalogue.enter(path, null));
    const at = now - age * day;
    const edit = { at, author: { kind: 'program' } as const, changes: ChangeSet.of({ from: 0, insert: 'x' }, length) };
    await log.append([edit], () => ({ path, document: null, at, text: 'y'.repeat(length) }));
    await log.close();
  }
  return { catalogue, logOf };
}

const pathsOf = ({ catalogue }: Kept): (string | undefined)[] => catalogue.ids.map((id) => catalogue.get(id)?.path);

it('forgets what is older than wanted, and nothing else', async () => {
  const kept = await keep({ 'old.txt': 31, 'new.txt': 29 });
  await sweep(kept.catalogue, kept.logOf, usualRetention, now);
  expect(pathsOf(kept)).toEqual(['new.txt']);
});

it('forgets the oldest first when all of it is too large', async () => {
  const kept = await keep({ 'middle.txt': 2, 'old.txt': 3, 'new.txt': 1 }, 500_000);
  await sweep(kept.catalogue, kept.logOf, { days: 30, bytes: 1_100_000 }, now);
  expect(pathsOf(kept)).toEqual(['middle.txt', 'new.txt']);
  const { bytes } = await measure(kept.catalogue, kept.logOf, usualRetention);
  expect(bytes).toBeGreaterThan(1_000_000);
});

it('gives space back piece by piece, until there is none', async () => {
  const kept = await keep({ 'a.txt': 2, 'b.txt': 1 });
  expect(await dropOldest(kept.catalogue, kept.logOf)).toBe(true);
  expect(pathsOf(kept)).toEqual(['b.txt']);
  expect(await dropOldest(kept.catalogue, kept.logOf)).toBe(true);
  expect(await dropOldest(kept.catalogue, kept.logOf)).toBe(false);
});
