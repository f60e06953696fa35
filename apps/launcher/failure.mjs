/** A failure whose message is all that a person needs: it is printed without a stack. */
export class LauncherFailure extends Error {
  /**
   * @param {string} message what happened, why, what to do
   * @param {string} [output] what the failed program printed, shown above the message
   */
  constructor(message, output = '') {
    super(message);
    this.output = output;
  }
}

/**
 * Prints a failure and sets the exit code.
 *
 * @param {unknown} error
 */
export function reportFailure(error) {
  process.exitCode = 1;
  if (!(error instanceof LauncherFailure)) {
    console.error(error);
    return;
  }
  if (error.output !== '') console.error(`\n${error.output.trimEnd()}`);
  console.error(`\n  ${error.message}\n`);
}
