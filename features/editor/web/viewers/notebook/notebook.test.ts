import { expect, it } from 'vitest';
import { chooseForm, readNotebook } from './notebook.ts';

const notebook = (cells: unknown[]) =>
  JSON.stringify({ nbformat: 4, metadata: { language_info: { name: 'julia' } }, cells });

it('reads cells, whose text is one string or lines of it', () => {
  const source = notebook([
    { cell_type: 'markdown', source: ['# a\n', 'b'] },
    { cell_type: 'code', source: 'x', execution_count: 3, outputs: [{ output_type: 'stream', text: ['1\n', '2'] }] },
  ]);
  expect(readNotebook(source)).toMatchObject({
    language: 'julia',
    cells: [
      { cell_type: 'markdown', source: '# a\nb' },
      { source: 'x', execution_count: 3, outputs: [{ output_type: 'stream', name: 'stdout', text: '1\n2' }] },
    ],
  });
});

it('shows the rest of a notebook of which a part cannot be read', () => {
  const read = readNotebook(
    notebook([
      { cell_type: 'strange', source: 5 },
      { cell_type: 'code', source: 'x', outputs: [{ a: 1 }] },
    ]),
  );
  expect(read?.cells).toMatchObject([{ cell_type: 'raw', source: '' }, { outputs: [null] }]);
});

it('says when a text is no notebook', () => {
  expect(['', '{', '{}', '[]', '{"nbformat":3,"cells":[]}'].map(readNotebook)).toEqual(Array(5).fill(undefined));
});

it('chooses the richest form that is safe to show', () => {
  expect(chooseForm({ 'text/plain': 'a', 'image/png': 'iVBO\nRw==' })).toEqual({
    kind: 'picture',
    url: 'data:image/png;base64,iVBORw==',
  });
  expect(chooseForm({ 'text/plain': 'a', 'text/html': ['<b>', 'x</b>'] })).toEqual({ kind: 'html', text: '<b>x</b>' });
  expect(chooseForm({ 'image/png': '"><script>', 'text/plain': 'a' })).toEqual({ kind: 'text', text: 'a' });
  expect(chooseForm({ 'application/json': { a: 1 } })).toEqual({ kind: 'text', text: '{\n  "a": 1\n}' });
  expect(chooseForm({ 'application/javascript': 'alert(1)' })).toBeUndefined();
});
