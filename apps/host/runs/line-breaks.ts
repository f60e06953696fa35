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

// oxlint-disable-next-line no-control-regex -- escape sequences are what this reads
const scrolledAway = /\n{3,}(?=\u001b\[(?:\d+;\d+)?H\u001b\[[0-3]?J)/g;

/** Tools that clear their screen first push it up by as many empty lines as it has; in a list of lines those only stand there. */
export const withoutScreenfuls = (text: string): string => text.replaceAll(scrolledAway, '\n\n');
