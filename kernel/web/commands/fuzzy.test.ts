import { describe, expect, it } from 'vitest';
import { rank } from '../picker/rank.ts';
import { fuzzyMatch } from './fuzzy.ts';

const marked = (query: string, text: string) => {
  const positions = new Set(fuzzyMatch(query, text)?.positions);
  return text
    .split('')
    .map((character, index) => (positions.has(index) ? `[${character}]` : character))
    .join('');
};

describe('fuzzyMatch', () => {
  it('needs every character in order', () => {
    expect(fuzzyMatch('nf', 'New file')).toBeDefined();
    expect(fuzzyMatch('fn', 'New file')).toBeUndefined();
  });

  it('aligns with the beginnings of words', () => {
    expect(marked('nf', 'Open new file')).toBe('Open [n]ew [f]ile');
    expect(marked('ul', 'components/UserList.tsx')).toBe('components/[U]ser[L]ist.tsx');
  });

  it('prefers a run of neighbours to scattered letters', () => {
    expect(marked('run', 'Rename until run')).toBe('Rename until [r][u][n]');
  });

  it('is not led astray by an early letter', () => {
    expect(marked('index', 'in/a/index.ts')).toBe('in/a/[i][n][d][e][x].ts');
  });

  it('keeps up with ten thousand paths', () => {
    const paths = Array.from(
      { length: 10_000 },
      (_, index) => `packages/part-${index}/source/component-${index % 97}.tsx`,
    );
    const started = performance.now();
    expect(paths.filter((path) => fuzzyMatch('partcomp42', path)).length).toBeGreaterThan(0);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('rank', () => {
  const items = [
    { id: 'reload', title: 'Reload', detail: 'E-Code' },
    { id: 'run', title: 'Run', detail: 'Project', keywords: 'start' },
    { id: 'rename', title: 'Rename until done', detail: 'Files' },
  ];
  const ids = (query: string, recent: string[] = []) => rank(query, items, recent).map(({ item }) => item.id);

  it('puts the closest first', () => {
    expect(ids('run')[0]).toBe('run');
  });

  it('finds by other words and by the section', () => {
    expect(ids('start')).toEqual(['run']);
    expect(ids('files')).toEqual(['rename']);
  });

  it('puts what was used lately first while nothing is typed', () => {
    expect(ids('', ['rename', 'run'])).toEqual(['rename', 'run', 'reload']);
  });
});
