import { ChangeSet, Text } from '@codemirror/state';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { LiveText, textOf } from './live-text.ts';

const start = { anchor: 0, head: 0 };

/** A text that is told to another one as a page's would be. */
function pair(): [LiveText, LiveText] {
  const [one, other] = [new LiveText(() => undefined), new LiveText(() => undefined)];
  one.doc.on(
    'update',
    (update: Uint8Array, origin: unknown) => origin !== other && Y.applyUpdate(other.doc, update, one),
  );
  other.doc.on(
    'update',
    (update: Uint8Array, origin: unknown) => origin !== one && Y.applyUpdate(one.doc, update, other),
  );
  return [one, other];
}

function insert(live: LiveText, at: number, text: string): void {
  live.edit(ChangeSet.of({ from: at, insert: textOf(text) }, live.text.length), { anchor: at, head: at });
}

// No character beyond the basic plane: editors never cut one in half, which Yjs would not let pass.
const step = fc.record({
  from: fc.nat(60),
  length: fc.nat(6),
  text: fc.constantFrom('', 'a', 'let x', '\n', 'two\nlines', 'ü日'),
});

function apply(live: LiveText, { from, length, text }: { from: number; length: number; text: string }): void {
  const size = live.text.length;
  const begin = Math.min(from, size);
  live.edit(ChangeSet.of({ from: begin, to: Math.min(begin + length, size), insert: textOf(text) }, size));
}

describe('a live text', () => {
  it('is the same for the editor and for Yjs on both sides, whoever edits what', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), step), { maxLength: 30 }), (steps) => {
        const [one, other] = pair();
        for (const [first, edit] of steps) apply(first ? one : other, edit);
        expect(other.text.toString()).toBe(one.text.toString());
        expect(one.shared.toJSON()).toBe(one.text.toString());
      }),
    );
  });

  it('takes back what a formatter did in one step, apart from what was typed before and after', () => {
    const [one] = pair();
    insert(one, 0, 'a   = 1; b   = 2;');
    one.editAlone(
      ChangeSet.of(
        [
          { from: 1, to: 3 },
          { from: 10, to: 12 },
        ],
        one.text.length,
      ),
    );
    insert(one, 0, 'x');
    expect(one.text.toString()).toBe('xa = 1; b = 2;');
    one.undo(start);
    one.undo(start);
    expect(one.text.toString()).toBe('a   = 1; b   = 2;');
    one.redo(start);
    expect(one.text.toString()).toBe('a = 1; b = 2;');
  });

  it('tells the others’ edits as changes of the text before', () => {
    const [one] = pair();
    let text = Text.empty;
    const follower = new LiveText(({ changes }) => (text = changes.apply(text)));
    one.doc.on('update', (update: Uint8Array) => Y.applyUpdate(follower.doc, update));
    insert(one, 0, 'one\ntwo\n');
    insert(one, 3, ' and a half');
    expect(text.toString()).toBe('one and a half\ntwo\n');
  });

  it('undoes only what was typed here', () => {
    const [one, other] = pair();
    insert(other, 0, 'theirs\n');
    insert(one, 7, 'mine\n');
    insert(other, 0, 'theirs again\n');
    one.undo(start);
    expect(one.text.toString()).toBe('theirs again\ntheirs\n');
    expect(one.undo(start)).toBeUndefined();
    one.redo(start);
    expect(other.text.toString()).toBe('theirs again\ntheirs\nmine\n');
  });

  it('undoes a new line and what was typed into it together', () => {
    const [one] = pair();
    insert(one, 0, 'below');
    one.undo(start);
    one.redo(start);
    insert(one, 0, '\n');
    insert(one, 0, 'a');
    insert(one, 1, 'bove');
    one.undo(start);
    expect(one.text.toString()).toBe('below');
  });

  it('follows the others after an undo that made the text shorter', () => {
    const [one, other] = pair();
    insert(other, 0, 'theirs\n');
    insert(one, 7, 'a long line of mine');
    one.undo(start);
    insert(other, 0, 'x');
    expect(one.text.toString()).toBe('xtheirs\n');
    insert(one, 0, 'y');
    expect(other.text.toString()).toBe('yxtheirs\n');
  });

  it('leads back to where the person was, however the text moved meanwhile', () => {
    const [one, other] = pair();
    insert(one, 0, 'first line\nsecond line\n');
    insert(one, 11, 'my ');
    insert(other, 0, '0123456789');
    expect(one.undo(start)).toEqual({ anchor: 21, head: 21 });
  });

  it('undoes edits of two places one after the other', () => {
    const [one] = pair();
    insert(one, 0, 'abc\n');
    insert(one, 4, 'end');
    insert(one, 0, 'x');
    one.undo(start);
    expect(one.text.toString()).toBe('abc\nend');
  });
});
