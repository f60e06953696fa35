import { describe, expect, it } from 'vitest';
import { mergeThreeWays } from './three-way.ts';

const text = (...lines: string[]) => `${lines.join('\n')}\n`;
const merged = (base: string, ours: string, theirs: string) =>
  mergeThreeWays(base, ours, theirs)
    .flatMap((region) => (region.kind === 'same' ? region.lines : ['<conflict>']))
    .join('\n');

describe('a merge of three versions', () => {
  const base = text('a', 'b', 'c', 'd', 'e', 'f');

  it('takes what one side alone changed', () => {
    expect(merged(base, text('A', 'b', 'c', 'd', 'e', 'f'), text('a', 'b', 'c', 'd', 'e', 'F'))).toBe(
      text('A', 'b', 'c', 'd', 'e', 'F'),
    );
  });

  it('takes lines that were added and removed', () => {
    expect(merged(base, text('new', 'a', 'b', 'c', 'd', 'e', 'f'), text('a', 'b', 'c', 'f'))).toBe(
      text('new', 'a', 'b', 'c', 'f'),
    );
  });

  it('takes what both changed alike once', () => {
    const same = text('a', 'B', 'c', 'd', 'e', 'f');
    expect(merged(base, same, same)).toBe(same);
  });

  it('leaves what both changed differently to a person, with all three versions', () => {
    const regions = mergeThreeWays(
      base,
      text('a', 'ours', 'c', 'd', 'e', 'f'),
      text('a', 'theirs', 'c', 'd', 'e', 'f'),
    );
    expect(regions).toEqual([
      { kind: 'same', lines: ['a'] },
      { kind: 'conflict', base: ['b'], ours: ['ours'], theirs: ['theirs'] },
      { kind: 'same', lines: ['c', 'd', 'e', 'f', ''] },
    ]);
  });

  it('finds a conflict in two texts that were both written anew', () => {
    expect(merged('', text('one'), text('two'))).toContain('<conflict>');
  });

  it('finds a conflict when both add at the same place', () => {
    expect(merged(text('a', 'z'), text('a', 'm', 'z'), text('a', 'n', 'z'))).toBe(text('a', '<conflict>', 'z'));
  });

  it('loses and invents no line, whatever the sides did', () => {
    for (let seed = 1; seed <= 300; seed += 1) {
      const edit = (salt: number, name: string) =>
        Array.from({ length: 12 }, (_, line) => line).flatMap((line) => {
          const roll = (seed * 7919 + salt * 104_729 + line * line * 31 + seed * line) % 11;
          if (roll === 0) return [];
          if (roll === 1) return [`${name}${line}`];
          return roll === 2 ? [`${name}+${line}`, `l${line}`] : [`l${line}`];
        });
      const lines = Array.from({ length: 12 }, (_, line) => `l${line}`);
      const [ours, theirs] = [edit(1, 'o'), edit(2, 't')];
      const regions = mergeThreeWays(lines.join('\n'), ours.join('\n'), theirs.join('\n'));
      // With all of a side's conflicts, each line that this side wrote is there, and its order holds.
      for (const [side, written] of [
        ['ours', ours],
        ['theirs', theirs],
      ] as const) {
        const result = regions.flatMap((region) => (region.kind === 'same' ? region.lines : region[side]));
        const own = written.filter((line) => !line.startsWith('l'));
        expect(result.filter((line) => own.includes(line))).toEqual(own);
        expect(new Set(result).size).toBe(result.length);
      }
    }
  });
});
