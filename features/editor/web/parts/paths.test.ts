import { describe, expect, it } from 'vitest';
import { isAtOrInside, movedPath, nameFault, outermost, parentOf } from './paths.ts';

describe('paths', () => {
  it('knows the folder of a path', () => {
    expect([parentOf('a/b/c'), parentOf('a'), parentOf('')]).toEqual(['a/b', '', '']);
  });

  it('does not take a longer name for something inside', () => {
    expect(isAtOrInside('source-map/a', 'source')).toBe(false);
    expect(isAtOrInside('source/a', 'source')).toBe(true);
  });

  it('follows what moved with its folder', () => {
    expect(movedPath('a/b/c.ts', 'a/b', 'x')).toBe('x/c.ts');
    expect(movedPath('a/bc.ts', 'a/b', 'x')).toBeUndefined();
  });

  it('leaves out what lies in another one of the list', () => {
    expect(outermost(['a', 'a/b', 'a/b/c', 'ab', 'd/e'])).toEqual(['a', 'ab', 'd/e']);
  });

  it('refuses names that no file can have', () => {
    expect([' ', '..', 'a/../b', 'a//b', `${'ü'.repeat(128)}`].map(nameFault)).toEqual([
      'empty',
      'dots',
      'dots',
      'slash',
      'long',
    ]);
    expect(nameFault('folder/new file.ts')).toBeUndefined();
  });
});
