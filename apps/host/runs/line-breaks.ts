/**
 * A terminal ends lines with carriage return and line feed; the log keeps the line feed that the program wrote. A return
 * that stands alone stays: it starts a line over, as progress does.
 */
export class LineBreaks {
  #held = '';

  /** Gives the text without the returns before line feeds. One at the very end waits for what follows it. */
  take(text: string): string {
    const whole = this.#held + text;
    const end = /\r+$/.exec(whole)?.index ?? whole.length;
    this.#held = whole.slice(end);
    return whole.slice(0, end).replaceAll(/\r+\n/g, '\n');
  }
}
