import type { Range } from './sequences.ts';

const far = 0x7fff_ffff;

/** The furthest place on each diagonal (`x - y`) that a search has come to, and the diagonals that it has looked at. */
class Front {
  readonly #places: Int32Array;
  readonly #offset: number;
  readonly #lowest: number;
  readonly #highest: number;
  readonly #nowhere: number;
  low: number;
  high: number;

  /** @param nowhere what stands beside the outermost diagonals: behind everything, seen in the direction of the search */
  constructor({ aFrom, aTo, bFrom, bTo }: Range, start: { diagonal: number; place: number }, nowhere: number) {
    this.#lowest = aFrom - bTo;
    this.#highest = aTo - bFrom;
    this.#offset = 1 - this.#lowest;
    this.#places = new Int32Array(this.#highest - this.#lowest + 3);
    this.#nowhere = nowhere;
    this.low = start.diagonal;
    this.high = start.diagonal;
    this.set(start.diagonal, start.place);
  }

  at(diagonal: number): number {
    return this.#places[diagonal + this.#offset] ?? 0;
  }

  set(diagonal: number, place: number): void {
    this.#places[diagonal + this.#offset] = place;
  }

  knows(diagonal: number): boolean {
    return this.low <= diagonal && diagonal <= this.high;
  }

  /** One diagonal more on each side, or one fewer where the box ends: each step is on diagonals of the other parity. */
  widen(): void {
    if (this.low > this.#lowest) this.set((this.low -= 1) - 1, this.#nowhere);
    else this.low += 1;
    if (this.high < this.#highest) this.set((this.high += 1) + 1, this.#nowhere);
    else this.high -= 1;
  }
}

/**
 * A point that a shortest way from one corner of the box to the other leads through: where a search from the start and
 * one from the end meet (E. Myers, "An O(ND) Difference Algorithm and Its Variations", 1986, section 4b). Of several
 * points the one of the highest diagonal, and forward steps prefer to delete: as git decides, so that both tell the same
 * lines apart. The first and the last elements of the box must differ.
 */
export function findMiddle(a: Int32Array, b: Int32Array, box: Range): { x: number; y: number } {
  const { aFrom, aTo, bFrom, bTo } = box;
  const forward = new Front(box, { diagonal: aFrom - bFrom, place: aFrom }, -1);
  const backward = new Front(box, { diagonal: aTo - bTo, place: aTo }, far);
  const meetsForward = (forward.low - backward.low) % 2 !== 0;
  const follow = (x: number, diagonal: number): number => {
    let place = x;
    while (place < aTo && place - diagonal < bTo && a[place] === b[place - diagonal]) place += 1;
    return place;
  };
  const followBack = (x: number, diagonal: number): number => {
    let place = x;
    while (place > aFrom && place - diagonal > bFrom && a[place - 1] === b[place - diagonal - 1]) place -= 1;
    return place;
  };
  for (;;) {
    forward.widen();
    for (let diagonal = forward.high; diagonal >= forward.low; diagonal -= 2) {
      const x = follow(Math.max(forward.at(diagonal - 1) + 1, forward.at(diagonal + 1)), diagonal);
      forward.set(diagonal, x);
      if (meetsForward && backward.knows(diagonal) && backward.at(diagonal) <= x) return { x, y: x - diagonal };
    }
    backward.widen();
    for (let diagonal = backward.high; diagonal >= backward.low; diagonal -= 2) {
      const x = followBack(Math.min(backward.at(diagonal - 1), backward.at(diagonal + 1) - 1), diagonal);
      backward.set(diagonal, x);
      if (!meetsForward && forward.knows(diagonal) && x <= forward.at(diagonal)) return { x, y: x - diagonal };
    }
  }
}
