import { expect, it } from 'vitest';
import { commonEnds, readBlocks, slugOf } from './blocks.ts';

it('reads what GitHub reads', () => {
  const text = '# Title\n\n- [x] done\n\n| a | b |\n|---|---|\n| 1 | ~~2~~ |\n\n[link][here]\n\n[here]: a.md\n';
  const html = readBlocks(text)
    .map((block) => block.html)
    .join('');
  expect(html).toContain('<h1>Title</h1>');
  expect(html).toContain('type="checkbox"');
  expect(html).toContain('<del>2</del>');
  expect(html).toContain('<a href="a.md">link</a>');
});

it('keeps in one block what HTML holds together', () => {
  const blocks = readBlocks('before\n\n<details>\n<summary>More</summary>\n\n**bold**\n\n</details>\n\nafter');
  expect(blocks.map(({ html }) => html.replaceAll('\n', ''))).toEqual([
    '<p>before</p>',
    '<details><summary>More</summary><p><strong>bold</strong></p></details>',
    '<p>after</p>',
  ]);
});

it('finds the blocks that typing left alone', () => {
  const before = readBlocks('a\n\nb\n\nc\n\nd');
  expect(commonEnds(before, readBlocks('a\n\nb2\n\nc\n\nd'))).toEqual({ start: 1, end: 2 });
  expect(commonEnds(before, readBlocks('a\n\nb\n\nc\n\nd'))).toEqual({ start: 4, end: 0 });
  expect(commonEnds(before, readBlocks('a\n\nb\n\nx\n\nc\n\nd'))).toEqual({ start: 2, end: 2 });
  expect(commonEnds([], before)).toEqual({ start: 0, end: 0 });
});

it('names headings as GitHub does', () => {
  expect(['What is this?', '  Größe & Zahl 2 ', 'a_b-c'].map(slugOf)).toEqual([
    'what-is-this',
    'größe--zahl-2',
    'a_b-c',
  ]);
});
