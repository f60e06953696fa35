/** Typing is written when it rests for so long, */
const idle = 150;
/** and when it does not rest, so often. */
const longest = 500;

/** Says when it is time to write. */
export class WriteTimer {
  readonly #due: () => void;
  #timer: NodeJS.Timeout | undefined;
  #first = 0;
  #last = 0;

  constructor(due: () => void) {
    this.#due = due;
  }

  /** Something changed. */
  start(): void {
    this.#last = performance.now();
    if (this.#timer !== undefined) return;
    this.#first = this.#last;
    this.#timer = setTimeout(() => this.#look(), idle);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #look(): void {
    const left = Math.min(this.#last + idle, this.#first + longest) - performance.now();
    if (left > 1) {
      this.#timer = setTimeout(() => this.#look(), left);
      return;
    }
    this.#timer = undefined;
    this.#due();
  }
}
