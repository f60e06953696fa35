import { execFile } from 'node:child_process';
import { constants, openSync, readSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { promisify } from 'node:util';
import type { Command } from './command.ts';
import type { Outcome } from './outcome.ts';
import { LineBreaks } from './line-breaks.ts';

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
 * Runs a shell command with a terminal for its input and output, so that it asks and is answered as in a shell: prompts
 * appear before the line is ended, what is typed is echoed unless it is a password, Ctrl-D ends the input. Its errors go
 * through a pipe of their own, which keeps them apart. `TERM=dumb` says that the console is made of lines: programs that
 * know it draw nothing with moves of the cursor.
 */
export async function startProgram({ command, workingDirectory, environment, said }: Command): Promise<Program> {
  const [{ default: nodePty }, errors] = await Promise.all([import('@lydell/node-pty'), openErrors()]);
  // The second shell inherits descriptors that are in place: where the pipe lies is not left in its environment.
  const pty = nodePty.spawn('bash', ['-c', 'exec bash -c "$0" 2>"$1"', command, errors.path], {
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
  errors.onText((text) => {
    output.flush();
    said('stderr', text);
  });
  const ended = new Promise<Outcome>((resolve) => {
    pty.onExit(({ exitCode, signal }) => {
      output.flush();
      void errors.close().then(() => resolve(toOutcome(exitCode, signal)));
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
    const text = gathered;
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

interface Errors {
  readonly path: string;
  readonly onText: (take: (text: string) => void) => void;
  /** Reads what is left and takes the pipe away. */
  readonly close: () => Promise<void>;
}

/** A named pipe: a terminal is one stream, and errors are worth telling apart from the output. */
async function openErrors(): Promise<Errors> {
  const folder = await mkdtemp(join(tmpdir(), 'run-'));
  const path = join(folder, 'errors');
  await promisify(execFile)('mkfifo', ['-m', '600', path]);
  // Open for writing too, so that it never ends while it is ours, however programs come and go.
  const fd = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  const decoder = new StringDecoder('utf8');
  const socket = new Socket({ fd, readable: true, writable: false });
  let take: (text: string) => void = () => undefined;
  const receive = (bytes: Buffer): void => {
    const text = decoder.write(bytes);
    if (text !== '') take(text);
  };
  socket.on('data', receive);
  return {
    path,
    onText: (listener) => (take = listener),
    close: async () => {
      readRest(fd, receive);
      socket.destroy();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What was written and not read yet when the program ended. */
function readRest(descriptor: number, receive: (bytes: Buffer) => void): void {
  const piece = Buffer.allocUnsafe(gatherSize);
  try {
    for (;;) receive(Buffer.from(piece.subarray(0, readSync(descriptor, piece))));
  } catch {
    // Empty: a pipe that is open for writing says EAGAIN instead of its end.
  }
}
