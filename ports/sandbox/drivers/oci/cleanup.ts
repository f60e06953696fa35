/** Undo steps of something that is built up in parts; they run in reverse order, all of them, even when some fail. */
export class Cleanup {
  readonly #steps: (() => Promise<unknown>)[] = [];

  add(step: () => Promise<unknown>): void {
    this.#steps.push(step);
  }

  /** Runs the steps once and answers what went wrong. */
  async run(): Promise<Error[]> {
    const failures: Error[] = [];
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) {
      await step().catch((error: unknown) => failures.push(error instanceof Error ? error : new Error(String(error))));
    }
    return failures;
  }
}
