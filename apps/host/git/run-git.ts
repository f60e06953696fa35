import { type ChildProcess, spawn } from 'node:child_process';
import { Writable } from 'node:stream';
import { inheritedEnvironment } from '../environment.ts';
import { HostError, systemCode } from '../failure.ts';

export interface GitCall {
  readonly root: string;
  /** Never a word of a person without `--` or a checked shape before it. */
  readonly words: readonly string[];
  readonly input?: string | Uint8Array;
  readonly environment?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** What git and its helpers read from descriptor 3, which no other program has. */
  readonly handed?: string;
  /** Told what git writes to stderr as it comes, such as its progress. */
  readonly heard?: (text: string) => void;
  /** Milliseconds; hooks count. */
  readonly patience?: number;
}

export interface GitResult {
  readonly code: number;
  readonly out: Buffer;
  readonly said: string;
}

/**
 * What holds for every call: no program of a repository's configuration runs that the person did not ask for, nothing
 * prompts, names are bytes, and no protocol but the usual ones.
 */
const settings = [
  'core.fsmonitor=false',
  'core.quotePath=false',
  'core.editor=true',
  'sequence.editor=true',
  'color.ui=false',
  'advice.detachedHead=false',
  'protocol.ext.allow=never',
  'protocol.file.allow=user',
  'gc.autoDetach=false',
  'safe.directory=*',
].flatMap((setting) => ['-c', setting]);

const usualPatience = 120_000;
/** More than this is no answer for a page; diffs of such size are cut before. */
const outputLimit = 64 * 1024 * 1024;

/** Processes of ours that only look. Every open page asks every few seconds, so that they are nearly always there. */
const readers = new Set<number>();

export const isReader = (pid: number): boolean => readers.has(pid);

const lookingCommands: ReadonlySet<string> = new Set([
  'blame',
  'cat-file',
  'diff',
  'diff-tree',
  'for-each-ref',
  'log',
  'rev-list',
  'rev-parse',
  'show',
  'status',
  'symbolic-ref',
]);

const takesNoLock = ([command = '', how]: readonly string[]): boolean =>
  lookingCommands.has(command) ||
  (command === 'stash' && how === 'list') ||
  (command === 'remote' && how === undefined);

/** Runs git in the project. Answers also when git fails; rejects when it is missing, takes too long or writes too much. */
export async function tryGit(call: GitCall): Promise<GitResult> {
  const { root, words, input, environment, heard, handed, patience = usualPatience } = call;
  const timeout = AbortSignal.timeout(patience);
  const signal = call.signal ? AbortSignal.any([call.signal, timeout]) : timeout;
  const child = spawn('git', ['--no-pager', ...settings, ...words], {
    cwd: root,
    env: {
      ...inheritedEnvironment(),
      GIT_TERMINAL_PROMPT: '0',
      GIT_OPTIONAL_LOCKS: '0',
      LC_ALL: 'C.UTF-8',
      ...environment,
    },
    stdio: ['pipe', 'pipe', 'pipe', handed === undefined ? 'ignore' : 'pipe'] as unknown as ['pipe', 'pipe', 'pipe'],
    signal,
  });
  hand(child, handed);
  if (child.pid !== undefined && takesNoLock(words)) readers.add(child.pid);
  const pieces: Buffer[] = [];
  let size = 0;
  let said = '';
  child.stdout.on('data', (piece: Buffer) => {
    size += piece.length;
    if (size > outputLimit) child.kill();
    else pieces.push(piece);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-20_000);
    heard?.(text);
  });
  // Git may end without reading all of its input; its exit code tells more than the broken pipe.
  child.stdin.on('error', () => undefined).end(input);
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', (error) => reject(explainStart(error, timeout.aborted)));
    child.once('close', (exit) => resolve(exit ?? 128));
  }).finally(() => readers.delete(child.pid ?? 0));
  if (size > outputLimit) throw new HostError('git_failed', { details: 'The answer of git is too large to be shown.' });
  return { code, out: Buffer.concat(pieces), said };
}

/** A socket has no name and, unlike a pipe, cannot be opened by its number in /proc; whoever reads it first has it alone. */
function hand({ stdio }: ChildProcess, text: string | undefined): void {
  const socket = stdio[3];
  if (text === undefined || !(socket instanceof Writable)) return;
  socket.on('error', () => undefined).end(text);
}

/** Runs git and answers what it printed; rejects with what it said when it fails. */
export async function git(call: GitCall): Promise<string> {
  const { code, out, said } = await tryGit(call);
  if (code !== 0) throw explainFailure(said || out.toString());
  return out.toString();
}

function explainStart(error: Error, late: boolean): Error {
  if (systemCode(error) === 'ENOENT') {
    return new HostError('program_missing', { details: 'git is not installed: apt-get install git' });
  }
  if (error.name !== 'AbortError') return error;
  return new HostError('git_failed', { details: late ? 'Git took too long and was ended.' : 'It was cancelled.' });
}

/** How git says that what is not committed would be lost, or may be. */
const inTheWay =
  /would be overwritten by|not uptodate\. Cannot|commit or stash (?:them|your changes)|commit your changes or stash|your index contains uncommitted/;

/** What git said, as one of our sentences. */
export function explainFailure(said: string): HostError {
  const details = lastWords(said);
  if (/not a git repository/.test(said)) return new HostError('git_no_repository');
  if (/Unable to create .*\.lock/.test(said)) return new HostError('git_busy', { details });
  if (inTheWay.test(said)) return new HostError('git_in_the_way', { details });
  return new HostError('git_failed', { details });
}

/** Without progress lines and advice on commands that nobody typed. */
export const lastWords = (said: string): string =>
  said
    .split(/[\r\n]+/)
    .filter((line) => line.trim() !== '' && !/^(hint:|.*\d+% \()/.test(line))
    .slice(-15)
    .join('\n');
