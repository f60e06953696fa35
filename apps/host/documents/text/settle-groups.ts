import type { Side } from './git-pairs.ts';

/** Changed lines that follow each other, `to` exclusive; none between two lines that stay. */
class Group {
  readonly #side: Side;
  from = 0;
  to: number;

  constructor(side: Side) {
    this.#side = side;
    this.to = this.#endFrom(0);
  }

  get empty(): boolean {
    return this.from === this.to;
  }

  /** Goes on behind the line that ends this group. False at the end of the text. */
  next(): boolean {
    if (this.to >= this.#side.lines.length) return false;
    this.from = this.to + 1;
    this.to = this.#endFrom(this.from);
    return true;
  }

  previous(): void {
    this.to = this.from - 1;
    this.from = this.#startFrom(this.to);
  }

  /** The same change a line further up: its last line equals the one before it. Grows when it meets another group. */
  slideUp(): boolean {
    const { lines, changed } = this.#side;
    if (this.from === 0 || lines[this.from - 1] !== lines[this.to - 1]) return false;
    changed[this.from - 1] = 1;
    changed[this.to - 1] = 0;
    this.to -= 1;
    this.from = this.#startFrom(this.from - 1);
    return true;
  }

  slideDown(): boolean {
    const { lines, changed } = this.#side;
    if (this.to >= lines.length || lines[this.from] !== lines[this.to]) return false;
    changed[this.from] = 0;
    changed[this.to] = 1;
    this.from += 1;
    this.to = this.#endFrom(this.to + 1);
    return true;
  }

  #endFrom(place: number): number {
    let end = place;
    while (this.#side.changed[end] === 1) end += 1;
    return end;
  }

  #startFrom(place: number): number {
    let start = place;
    while (start > 0 && this.#side.changed[start - 1] === 1) start -= 1;
    return start;
  }
}

/**
 * Moves each group of changed lines of a side as far down as it can stand, or to the last place where the other side has
 * changed lines too; groups that meet on the way become one. Both sides have as many lines that stay.
 */
export function settleGroups(side: Side, otherSide: Side): void {
  const group = new Group(side);
  const other = new Group(otherSide);
  do {
    if (!group.empty) settle(group, other);
  } while (group.next() && other.next());
}

function settle(group: Group, other: Group): void {
  let size: number;
  let highest: number;
  let meets: boolean;
  do {
    size = group.to - group.from;
    while (group.slideUp()) other.previous();
    highest = group.to;
    meets = !other.empty;
    while (group.slideDown()) {
      other.next();
      meets ||= !other.empty;
    }
  } while (size !== group.to - group.from);
  if (group.to === highest || !meets) return;
  while (other.empty && group.slideUp()) other.previous();
}
