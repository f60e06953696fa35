import { ChangeSet, Text } from '@codemirror/state';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Unconfirmed } from './unconfirmed.ts';

const insertion = (text: Text, at: number, insert: string): ChangeSet =>
  ChangeSet.of({ from: Math.min(at, text.length), insert }, text.length);

describe('unconfirmed edits', () => {
  it('count until they are on disk', () => {
    let text = Text.of(['one']);
    const waiting = new Unconfirmed(text);
    for (const letter of 'abc') {
      const changes = insertion(text, text.length, letter);
      text = changes.apply(text);
      waiting.add(changes);
    }
    waiting.confirm(2, text);
    expect([waiting.edits, waiting.base.toString()]).toEqual([1, 'one']);
    waiting.confirm(3, text);
    expect([waiting.edits, waiting.base.toString()]).toEqual([0, 'oneabc']);
  });

  it('leave a base that holds what others did, and nothing that was typed here', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.nat(40)), { maxLength: 20 }), (edits) => {
        let text = Text.of(['0123456789']);
        const waiting = new Unconfirmed(text);
        let others = 0;
        for (const [mine, at] of edits) {
          const changes = insertion(text, at, mine ? 'm' : 't');
          text = changes.apply(text);
          if (mine) waiting.add(changes);
          else waiting.follow(changes, text);
          others += mine ? 0 : 1;
        }
        const base = waiting.base.toString();
        expect([base.includes('m'), base.length]).toEqual([false, 10 + others]);
      }),
    );
  });

  it('survive that somebody deletes what was just typed', () => {
    let text = Text.of(['one two']);
    const waiting = new Unconfirmed(text);
    const typed = insertion(text, 3, ' and a half');
    text = typed.apply(text);
    waiting.add(typed);
    const deletion = ChangeSet.of({ from: 2, to: 10 }, text.length);
    text = deletion.apply(text);
    waiting.follow(deletion, text);
    const next = insertion(text, 0, 'x');
    text = next.apply(text);
    waiting.follow(next, text);
    expect(waiting.base.toString()).toBe('xon two');
  });
});
