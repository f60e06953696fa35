import { ChangeSet } from '@codemirror/state';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { toText } from './changes.ts';
import { CollisionFiles } from './collision-files.ts';
import type { Kept } from './collisions.ts';

async function makeState(): Promise<string> {
  const state = await mkdtemp(join(tmpdir(), 'collisions-'));
  onTestFinished(() => rm(state, { recursive: true, force: true }));
  return state;
}

function collision(number: number, text = 'one\n'): Kept {
  const none = ChangeSet.empty(text.length);
  const theirs = ChangeSet.of({ from: 0, to: 3, insert: 'uno' }, text.length);
  const id = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  const sides = { base: toText(text), ours: none, theirs, incoming: theirs, lines: [[1, 1]] as const };
  return { id, document: 'd', by: { kind: 'program' }, at: number, ...sides };
}

it('gives back what it was given, oldest first, and leaves out what cannot be read', async () => {
  const state = await makeState();
  const files = new CollisionFiles(state);
  await files.write(collision(2));
  await files.write(collision(1));
  await writeFile(join(state, 'collisions/broken.json'), '{"document":');
  const read = await new CollisionFiles(state).read();
  expect(read.map(({ at }) => at)).toEqual([1, 2]);
  expect(read[0]?.theirs.apply(toText('one\n')).toString()).toBe('uno\n');
});

it('takes no more room than it may: the oldest go', async () => {
  const state = await makeState();
  const files = new CollisionFiles(state);
  const dropped: string[] = [];
  for (let number = 1; number <= 6; number += 1) {
    dropped.push(...(await files.write(collision(number, `one${'x'.repeat(2_000_000)}`))));
  }
  expect(dropped).toEqual([collision(1).id, collision(2).id]);
  expect((await new CollisionFiles(state).read()).map(({ at }) => at)).toEqual([3, 4, 5, 6]);
});

it('does not bring back what was decided while it was written', async () => {
  const state = await makeState();
  const files = new CollisionFiles(state);
  const writing = files.write(collision(1));
  const removing = files.remove(collision(1).id);
  await Promise.all([writing, removing]);
  expect(await new CollisionFiles(state).read()).toEqual([]);
});
