import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * The ripgrep beside the built host, or the package's when the host runs from its sources. Not the machine's: replacing
 * needs version 15, the first that tells replacements as JSON.
 */
export function findRipgrep(): string {
  const installed = `../../../node_modules/@vscode/ripgrep-${process.platform}-${process.arch}/bin/rg`;
  const places = ['./rg', installed].map((place) => fileURLToPath(new URL(place, import.meta.url)));
  return places.find((place) => existsSync(place)) ?? 'rg';
}

let program: string | undefined;

export interface Ripgrep {
  readonly root: string;
  readonly words: readonly string[];
  /** Pieces of the output end with it. */
  readonly separator: '\n' | '\0';
  /** Answers false when it has enough. Reading pauses while it works. */
  readonly take: (piece: string) => boolean | Promise<boolean>;
  readonly signal?: AbortSignal;
}

/** Runs ripgrep in `root`. Resolves with its exit code and the end of what it said on stderr. */
export async function runRipgrep(work: Ripgrep): Promise<{ code: number | null; said: string }> {
  const { root, words, separator, take, signal } = work;
  program ??= findRipgrep();
  const child = spawn(program, words, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...(signal && { signal }) });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', (error) => (signal?.aborted === true ? resolve(null) : reject(error)));
    child.once('close', resolve);
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-4000)));
  const reading = readPieces(child.stdout.setEncoding('utf8'), separator, take).then((enough) => {
    if (enough) child.kill();
  });
  const [code] = await Promise.all([ended, reading]);
  return { code, said };
}

async function readPieces(
  source: AsyncIterable<string>,
  separator: string,
  take: (piece: string) => boolean | Promise<boolean>,
): Promise<boolean> {
  let rest = '';
  for await (const text of source) {
    const pieces = (rest + text).split(separator);
    rest = pieces.pop() ?? '';
    for (const piece of pieces) if (!(await take(piece))) return true;
  }
  if (rest !== '') await take(rest);
  return false;
}
