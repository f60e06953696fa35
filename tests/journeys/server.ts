import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findFreePort } from '@e-code/kernel/server/testing';

const main = fileURLToPath(new URL('../../apps/server/main.ts', import.meta.url));

export interface RunningServer {
  origin: string;
  /** Present until the owner account exists. */
  setupLink: string | undefined;
  process: ChildProcess;
  dataDirectory: string;
  /** Everything the server printed so far. */
  output(): string;
  /** As Ctrl-C does it. Resolves with the exit code. */
  interrupt(): Promise<number | null>;
  kill(): Promise<void>;
}

export interface ServerOptions {
  dataDirectory?: string;
  port?: number;
  environment?: Record<string, string>;
}

/** A data directory that the caller removes with `removeData`. */
export function makeDataDirectory(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'ecode-journey-'));
}

export function removeData(directory: string): Promise<void> {
  return rm(directory, { recursive: true, force: true });
}

/** Starts the product as `npm start` does after its checks, and waits until it says that it is ready. */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const dataDirectory = options.dataDirectory ?? (await makeDataDirectory());
  const port = options.port ?? (await findFreePort());
  const child = spawn(process.execPath, [main], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...options.environment, PORT: String(port), DATA_DIRECTORY: dataDirectory },
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (printed += String(data)));
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', () => {
      if (printed.includes('E-Code is ready') && printed.includes('Ctrl-C')) resolve();
    });
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}:\n${printed}`)));
  });
  return {
    origin: `http://localhost:${port}`,
    setupLink: /http\S+\/setup\S+/.exec(printed)?.[0],
    process: child,
    dataDirectory,
    output: () => printed,
    interrupt: () => end(child, 'SIGINT'),
    kill: async () => void (await end(child, 'SIGKILL')),
  };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
  return child.exitCode;
}
