import type { Entry } from '@e-code/host/contract';
import { describe, expect, it, vi } from 'vitest';
import { openTestProject } from '../testing/project.ts';
import { destinations, TreeModel } from './tree-model.ts';

const file = (name: string): Entry => ({ name, kind: 'file', size: 1, modified: 0, mode: 0o644 });
const folder = (name: string): Entry => ({ ...file(name), kind: 'directory' });

const paths = (tree: TreeModel) => tree.rows.get().map((row) => row.path);

async function openTree(files: Record<string, string>) {
  const project = await openTestProject(files);
  const tree = new TreeModel({ list: async (path) => (await project.client.ask('files.list', { path })).entries });
  await tree.load('');
  return { project, tree };
}

describe('TreeModel', () => {
  it('lists folders when they are opened, folders first', async () => {
    const { tree } = await openTree({ 'b.txt': '', 'a/c.txt': '', 'a/d/e.txt': '' });
    expect(paths(tree)).toEqual(['a', 'b.txt']);
    await tree.expand('a');
    expect(paths(tree)).toEqual(['a', 'a/d', 'a/c.txt', 'b.txt']);
    tree.collapse('a');
    expect(paths(tree)).toEqual(['a', 'b.txt']);
  });

  it('opens the folders above what it reveals', async () => {
    const { tree } = await openTree({ 'a/d/e.txt': '', 'b.txt': '' });
    await tree.reveal('a/d/e.txt');
    expect(paths(tree)).toEqual(['a', 'a/d', 'a/d/e.txt', 'b.txt']);
    expect([...tree.selected.get()]).toEqual(['a/d/e.txt']);
  });

  it('follows what happens on disk in folders that are open', async () => {
    const { project, tree } = await openTree({ 'a/b.txt': '' });
    await tree.expand('a');
    await project.write('a/new.txt', '');
    tree.changed([{ path: 'a/new.txt', kind: 'create' }]);
    await vi.waitFor(() => expect(paths(tree)).toEqual(['a', 'a/b.txt', 'a/new.txt']));
  });

  it('shows moves, additions and removals before the disk confirms them', async () => {
    const { tree } = await openTree({ 'a/b.txt': '', 'c.txt': '' });
    await tree.expand('a');
    tree.moved('a', 'z');
    expect(paths(tree)).toEqual(['z', 'z/b.txt', 'c.txt']);
    tree.added('z/new.txt', 'file');
    tree.removed(['c.txt']);
    expect(paths(tree)).toEqual(['z', 'z/b.txt', 'z/new.txt']);
  });

  it('keeps showing a list when the project cannot be reached', async () => {
    const { project, tree } = await openTree({ 'a.txt': '' });
    await project.kill();
    await tree.load('');
    expect(paths(tree)).toEqual(['a.txt']);
  });

  it('selects ranges and single rows', async () => {
    const tree = new TreeModel({ list: async () => Promise.resolve(['a', 'b', 'c', 'd'].map(file)) });
    await tree.load('');
    tree.select('b');
    tree.select('d', 'extend');
    expect([...tree.selected.get()]).toEqual(['b', 'c', 'd']);
    tree.select('c', 'toggle');
    expect([...tree.selected.get()]).toEqual(['b', 'd']);
  });

  it('has the rows of 100,000 entries at no more than three times the cost of reading their list', async () => {
    const many = Array.from({ length: 100_000 }, (_, index) => file(`file-${index}.ts`));
    const text = JSON.stringify(many);
    const times: { read: number; rows: number }[] = [];
    for (let round = 0; round < 3; round += 1) {
      const tree = new TreeModel({ list: async (path) => Promise.resolve(path === '' ? [folder('many')] : many) });
      await tree.load('');
      const start = performance.now();
      JSON.parse(text);
      const read = performance.now() - start;
      await tree.expand('many');
      times.push({ read, rows: performance.now() - start - read });
      expect(tree.rows.get().length).toBe(100_001);
    }
    // A ratio of the same run: machines and their load differ.
    expect(Math.min(...times.map(({ read, rows }) => rows / read))).toBeLessThan(3);
  });
});

describe('destinations', () => {
  it('leaves out what is there already and what would contain itself', () => {
    expect(destinations(['a/b.txt', 'c.txt', 'a'], 'a')).toEqual([{ from: 'c.txt', to: 'a/c.txt' }]);
    expect(destinations(['a'], 'a/b')).toEqual([]);
  });
});
