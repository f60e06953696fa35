import { spawn } from 'node:child_process';
import { StringDecoder } from 'node:string_decoder';
import type { Readable } from 'node:stream';
import type { Outcome } from './outcome.ts';

export interface Command {
  readonly command: string;
  readonly workingDirectory: string;
  readonly environment: Record<string, string>;
  readonly said: (stream: 'stdout' | 'stderr', text: string) => void;
}

/** How long we listen for last words when the shell has ended but something still holds its output. */
const lastWords = 300;

/** Runs a shell command in its own session. Resolves when the shell has ended and its output was read. */
export function runCommand({ command, workingDirectory, environment, said }: Command): Promise<Outcome> {
  const child = spawn('bash', ['-c', command], {
    cwd: workingDirectory,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  read(child.stdout, (text) => said('stdout', text));
  read(child.stderr, (text) => said('stderr', text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal }));
    child.once('exit', (code, signal) => {
      setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
        resolve({ code, signal });
      }, lastWords);
    });
  });
}

function read(source: Readable, said: (text: string) => void): void {
  const decoder = new StringDecoder('utf8');
  source.on('data', (bytes: Buffer) => {
    const text = decoder.write(bytes);
    if (text !== '') said(text);
  });
  source.once('end', () => {
    const rest = decoder.end();
    if (rest !== '') said(rest);
  });
}
