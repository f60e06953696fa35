import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/**
 * Runs a program to its end and keeps what it prints. Ctrl-C ends it with the launcher, for they share a terminal.
 *
 * @param {string} file
 * @param {string[]} programArguments
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, onLine?: (line: string) => void, statusPipe?: boolean }} options
 *   `onLine` gets each line as it comes; with `statusPipe` it gets those of file descriptor 3 alone
 * @returns {Promise<{ code: number, output: string, milliseconds: number }>} code 127 when there is no such program
 */
export function run(file, programArguments, { cwd, env = process.env, onLine, statusPipe = false }) {
  const begun = performance.now();
  return new Promise((resolve) => {
    const child = spawn(file, programArguments, {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe', statusPipe ? 'pipe' : 'ignore'],
    });
    let output = '';
    const keep = (/** @type {Buffer} */ chunk) => {
      output = (output + chunk.toString()).slice(-200_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const told = statusPipe ? [child.stdio[3]] : [child.stdout, child.stderr];
    if (onLine !== undefined) {
      for (const stream of told) {
        createInterface({ input: stream }).on('line', onLine);
      }
    }
    child.once('error', (error) => resolve({ code: 127, output: `${output}${error.message}`, milliseconds: 0 }));
    child.once('close', (code, signal) => {
      const suffix = signal === null ? '' : `\n${file} was ended by ${signal}.`;
      resolve({ code: code ?? 1, output: `${output}${suffix}`, milliseconds: performance.now() - begun });
    });
  });
}
