import { mkdtemp, readFile, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { versionTwoHierarchy } from './cgroup-v2.ts';

/** The format of the files is that of the kernel's documentation, admin-guide/cgroup-v2. */
describe('control groups v2', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'cgroup2-'));
    await writeFile(join(root, 'cgroup.controllers'), 'cpuset cpu io memory pids\n');
  });
  afterEach(() => rm(root, { recursive: true }));

  it('hands controllers down and writes limits', async () => {
    const hierarchy = await versionTwoHierarchy(root);
    const files = await hierarchy.create('e-code/1/box', { cpus: 1.5, memoryBytes: 1024, pids: 20 });
    const group = join(root, 'e-code/1/box');
    const read = (name: string) => readFile(join(group, name), 'utf8');
    expect([await read('memory.max'), await read('cpu.max'), await read('pids.max')]).toEqual([
      '1024',
      '150000 100000',
      '20',
    ]);
    expect(await readFile(join(root, 'e-code/1/cgroup.subtree_control'), 'utf8')).toBe('+cpu +memory +pids');
    expect(files).toEqual([join(group, 'cgroup.procs')]);
  });

  it('reads what a group used', async () => {
    const group = join(root, 'box');
    await mkdir(group);
    await writeFile(join(group, 'cpu.stat'), 'usage_usec 2500000\nuser_usec 1\n');
    await writeFile(join(group, 'memory.current'), '9000\n');
    await writeFile(join(group, 'memory.stat'), 'anon 5000\ninactive_file 4000\n');
    await writeFile(join(group, 'memory.max'), 'max\n');
    await writeFile(join(group, 'memory.events'), 'low 0\noom 3\noom_kill 2\n');
    await writeFile(join(group, 'pids.current'), '7\n');
    const usage = await (await versionTwoHierarchy(root)).usage('box');
    expect(usage).toEqual({
      cpuSeconds: 2.5,
      memoryBytes: 5000,
      memoryLimitBytes: Infinity,
      pids: 7,
      outOfMemoryKills: 2,
    });
  });
});
