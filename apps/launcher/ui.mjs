const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const LABEL_WIDTH = 34;

/**
 * Prints one line for each step, with its time. On a terminal the line lives while the step works.
 *
 * @param {NodeJS.WriteStream} stream
 */
export function createProgress(stream) {
  const live = stream.isTTY && process.env['CI'] === undefined;
  const paint = live && process.env['NO_COLOR'] === undefined ? colour : plain;

  /**
   * Runs a step. Its line says what it is, how far it is, and how long it took.
   *
   * @template Result
   * @param {string} label
   * @param {(tell: (detail: string) => void) => Promise<Result>} work
   * @returns {Promise<Result>} what the work gives; its failure is printed and thrown on
   */
  async function step(label, work) {
    const begun = performance.now();
    let detail = '';
    let frame = 0;
    const draw = () => {
      frame = (frame + 1) % FRAMES.length;
      const text = `  ${paint.blue(FRAMES[frame] ?? '')} ${label.padEnd(LABEL_WIDTH)} ${paint.grey(detail)}`;
      stream.write(`\r${text}\u001b[K`);
    };
    const timer = live ? setInterval(draw, 80) : undefined;
    if (!live) stream.write(`  · ${label} …\n`);
    const end = (/** @type {string} */ mark) => {
      clearInterval(timer);
      const line = `  ${mark} ${label.padEnd(LABEL_WIDTH)} ${paint.grey(seconds(performance.now() - begun).padStart(8))} ${paint.grey(detail)}`;
      stream.write(`${live ? '\r\u001b[K' : ''}${line.trimEnd()}\n`);
    };
    try {
      const result = await work((text) => {
        detail = text;
      });
      end(paint.green('✓'));
      return result;
    } catch (error) {
      end(paint.red('✗'));
      throw error;
    }
  }

  return { step, paint, say: (/** @type {string} */ text) => void stream.write(`${text}\n`) };
}

/** @typedef {ReturnType<typeof createProgress>} Progress */

const wrap = (/** @type {number} */ code) => (/** @type {string} */ text) => `\u001b[${code}m${text}\u001b[0m`;
const same = (/** @type {string} */ text) => text;
const colour = { red: wrap(31), green: wrap(32), blue: wrap(34), grey: wrap(90), bold: wrap(1) };
const plain = { red: same, green: same, blue: same, grey: same, bold: same };

/**
 * @param {number} milliseconds
 * @returns {string} such as `0.3 s` or `2 min 05 s`
 */
export function seconds(milliseconds) {
  const tenths = Math.round(milliseconds / 100) / 10;
  if (tenths < 60) return `${tenths.toFixed(1)} s`;
  const whole = Math.round(tenths);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}
