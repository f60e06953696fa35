import { StringDecoder } from 'node:string_decoder';
import type { Command } from './command.ts';
import { LineBreaks, withoutScreenfuls } from './line-breaks.ts';
import type { Outcome } from './outcome.ts';

/** A program that runs and can be answered. */
export interface Program {
  /** Types text as at a keyboard: `\r` is Enter, `\x04` is Ctrl-D, `\x03` is Ctrl-C. */
  readonly input: (text: string) => void;
  /** Resolves when it has ended and its output was read. */
  readonly ended: Promise<Outcome>;
}

/** As wide as lines that programs lay out themselves should be; the console wraps what is longer. */
const size = { cols: 120, rows: 24 };
/** The kernel hands out a terminal's output in small pieces; they are gathered for so long, in milliseconds, or so many. */
const gatherTime = 4;
const gatherSize = 64 * 1024;

/**
 * Programs such as rm and cp close their terminal just before they end. Then it counts as hung up, and they were killed
 * for it while they ended well: 17 of 40 times when measured.
 */
const ignoreHangUp = "trap '' HUP";

/**
 * Runs a shell command in a terminal, so that it asks and is answered as in a shell: prompts appear before their line is
 * ended, what is typed is echoed unless it is a password, Ctrl-D ends the input. `TERM=dumb` says that the console is
 * made of lines: programs that know it draw nothing with moves of the cursor.
 */
export async function startProgram({ command, workingDirectory, environment, said }: Command): Promise<Program> {
  const { default: nodePty } = await import('@lydell/node-pty');
  const pty = nodePty.spawn('bash', ['-c', `${ignoreHangUp}\n${command}`], {
    name: 'dumb',
    ...size,
    cwd: workingDirectory,
    // Nobody can turn the pages of a pager here.
    env: { PAGER: 'cat', ...environment, TERM: 'dumb' },
    encoding: null,
  });
  const output = gather((text) => said('stdout', text));
  // Opened with encoding null: the type says string, the bytes are a Buffer.
  pty.onData((data) => output.add(data as unknown as Buffer));
  const ended = new Promise<Outcome>((resolve) => {
    pty.onExit(({ exitCode, signal }) => {
      output.flush();
      resolve(toOutcome(exitCode, signal));
    });
  });
  return { input: (text) => pty.write(text), ended };
}

function toOutcome(code: number, signal: number | undefined): Outcome {
  // As a shell reports it; `normalize` knows the name of the signal.
  return { code: signal === undefined || signal === 0 ? code : 128 + signal, signal: null };
}

/** Puts the pieces of an output together to texts. */
function gather(take: (text: string) => void): { add: (bytes: Buffer) => void; flush: () => void } {
  const decoder = new StringDecoder('utf8');
  const breaks = new LineBreaks();
  let gathered = '';
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const text = withoutScreenfuls(gathered);
    gathered = '';
    if (text !== '') take(text);
  };
  const add = (bytes: Buffer): void => {
    gathered += breaks.take(decoder.write(bytes));
    if (gathered.length > gatherSize) flush();
    else timer ??= setTimeout(flush, gatherTime);
  };
  return { add, flush };
}
