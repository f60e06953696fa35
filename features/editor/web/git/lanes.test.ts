import { describe, expect, it } from 'vitest';
import { Lanes, type Linked } from './lanes.ts';

/** `c: b a` is the commit c with the parents b and a. */
const rows = (text: string) => {
  const lanes = new Lanes();
  return text
    .split('\n')
    .map((line): Linked => {
      const [commit = '', parents = ''] = line.trim().split(':');
      return { commit, parents: parents.split(' ').filter(Boolean) };
    })
    .map((linked) => lanes.add(linked));
};
const columns = (text: string) => rows(text).map(({ column }) => column);

describe('the lines of the graph', () => {
  it('keeps a straight history in one column of one colour', () => {
    const straight = rows('c: b\nb: a\na:');
    expect(straight.map(({ column, colour }) => [column, colour])).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
    expect(straight[1]?.edges).toEqual([{ from: 0, to: 0, colour: 0 }]);
  });

  it('leads the second parent of a merge away and back', () => {
    const merged = rows('m: a b\nb: r\na: r\nr:');
    expect(merged.map(({ column }) => column)).toEqual([0, 1, 0, 0]);
    expect(merged[1]?.edges).toEqual([
      { from: 0, to: 0, colour: 0 },
      { from: 0, to: 1, colour: 1 },
    ]);
    // Both lines end in the commit that both come from.
    expect(merged[3]?.edges.map(({ to }) => to)).toEqual([0, 0]);
  });

  it('puts the tip of another branch beside, and uses the column again when it ended', () => {
    expect(columns('x: r\ny: r\nr:\nz:')).toEqual([0, 1, 0, 0]);
  });

  it('draws the same in pages as at once', () => {
    const lanes = new Lanes();
    const history: Linked[] = Array.from({ length: 400 }, (_, index) => ({
      commit: String(index),
      parents: [String(index + 1), ...(index % 7 === 0 ? [String(index + 5)] : [])],
    }));
    const whole = new Lanes();
    const first = history.slice(0, 150).map((linked) => lanes.add(linked));
    const second = history.slice(150).map((linked) => lanes.add(linked));
    expect([...first, ...second]).toEqual(history.map((linked) => whole.add(linked)));
  });
});
