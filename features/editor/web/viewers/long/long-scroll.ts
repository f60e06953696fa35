/** Browsers place nothing reliably further down than some millions of pixels, so a longer list has a shorter scale. */
const tallest = 6_000_000;
/** After a wheel, a key or a finger the list moves by pixels and not by the scale, for this long in milliseconds. */
const fineFor = { wheel: 300, key: 300, touch: 2500 };

/** How tall the content of the scroller is, for a list of this many pixels. */
export const scrollHeight = (total: number): number => Math.min(total, tallest);

/**
 * The place in a list that is too long for a scroll bar: `top` is true in pixels of the whole list, and the scroll bar
 * shows where that is. Wheel, keys and fingers move by what they mean; the thumb of the bar moves over the whole.
 */
export class LongScroll {
  top = 0;
  readonly total: number;
  readonly view: number;
  #bar = 0;
  #fineUntil = 0;

  constructor(total: number, view: number, top = 0) {
    this.total = total;
    this.view = view;
    this.moveTo(top);
  }

  /** Where the bar has to stand for the present place. */
  get bar(): number {
    return this.#bar;
  }

  get #end(): number {
    return Math.max(0, this.total - this.view);
  }

  get #barEnd(): number {
    return Math.max(0, scrollHeight(this.total) - this.view);
  }

  /** The person moves by wheel, key or finger. */
  fine(cause: keyof typeof fineFor, now: number): void {
    this.#fineUntil = now + fineFor[cause];
  }

  /** The scroller stands at `bar` now. */
  scrolled(bar: number, now: number): void {
    const moved = bar - this.#bar;
    if (moved === 0) return;
    this.#bar = bar;
    const scaled = this.#barEnd === 0 ? 0 : (bar / this.#barEnd) * this.#end;
    const exact = this.total <= tallest;
    this.top = this.#within(exact || now > this.#fineUntil ? scaled : this.top + moved);
  }

  moveTo(top: number): void {
    this.top = this.#within(top);
    this.#bar = this.#barFor();
  }

  /** Brings the bar to where the place is, after small moves have parted them. True when it has to move. */
  settle(): boolean {
    const bar = this.#barFor();
    if (Math.abs(bar - this.#bar) < 1) return false;
    this.#bar = bar;
    return true;
  }

  #barFor(): number {
    if (this.total <= tallest) return this.top;
    return this.#end === 0 ? 0 : Math.round((this.top / this.#end) * this.#barEnd);
  }

  #within(top: number): number {
    return Math.min(this.#end, Math.max(0, top));
  }
}
