import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openProject } from '../testing/project.ts';
import { Editor } from './testing/stock-client.ts';

const peopleCount = 50;

const step = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constant('insert' as const),
      who: fc.nat(peopleCount - 1),
      at: fc.nat(),
      text: fc.string({ minLength: 1, maxLength: 8 }),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('delete' as const),
      who: fc.nat(peopleCount - 1),
      at: fc.nat(),
      length: fc.integer({ min: 1, max: 12 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cut' as const), who: fc.nat(peopleCount - 1) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('return' as const), who: fc.nat(peopleCount - 1) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('program' as const),
      line: fc.nat(30),
      text: fc.constantFrom('x\n', 'yy\n', '\n'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('rest' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

function insert(editor: Editor, at: number, text: string): void {
  editor.text.insert(at % (editor.text.length + 1), text);
}

function remove(editor: Editor, at: number, length: number): void {
  const from = at % (editor.text.length + 1);
  const count = Math.min(length, editor.text.length - from);
  if (count > 0) editor.text.delete(from, count);
}

it('leads 50 people, who come and go, and a program to one text', { timeout: 240_000 }, async () => {
  const lines = Array.from({ length: 30 }, (_, index) => `line ${index}\n`).join('');
  const project = await openProject({ 'a.txt': lines });
  const path = join(project.root, 'a.txt');
  const people: Editor[] = [];
  for (let index = 0; index < peopleCount; index += 1) {
    people.push(await Editor.open(project, 'a.txt', { id: `p${index}`, name: `P${index}` }));
  }
  const play = async (one: Step): Promise<void> => {
    // People rest for a time in which a write may begin; nothing tells them of that.
    if (one.do === 'rest') return new Promise((resolve) => setTimeout(resolve, 40));
    if (one.do === 'program') {
      const present = (await readFile(path, 'utf8')).split('\n');
      present.splice(one.line % present.length, 0, one.text);
      return writeFile(path, present.join('\n'));
    }
    const editor = people[one.who];
    if (editor === undefined) return;
    if (one.do === 'insert') insert(editor, one.at, one.text);
    if (one.do === 'delete') remove(editor, one.at, one.length);
    if (one.do === 'cut') editor.disconnect();
    if (one.do === 'return' && editor.socket === undefined) await editor.connect(editor.name);
  };
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 50, maxLength: 200 }), async (steps) => {
      for (const one of steps) await play(one);
      for (const editor of people) if (editor.socket === undefined) await editor.connect(editor.name);
      await Promise.all(people.map((editor) => editor.saved(20_000)));
      const [first] = people;
      // The disk may still have news for everybody; then all of them have to have it.
      await expect
        .poll(async () => [await readFile(path, 'utf8'), ...people.map(({ content }) => content)], { timeout: 20_000 })
        .toSatisfy((texts: string[]) => texts.every((text) => text === texts[0]));
      expect(first?.events.some(({ type }) => type === 'detached')).toBe(false);
    }),
    { numRuns: 8, endOnFailure: true },
  );
});
