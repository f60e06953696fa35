import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { startProgram, viewOf } from './command.ts';
import { PostgresError } from './errors.ts';
import type { Layout } from './layout.ts';
import { join } from 'node:path';

/** What the supervisor writes to; a pino logger is one. */
export interface SupervisorLog {
  debug(details: object, message: string): void;
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

export interface Postmaster {
  pid: number;
  /** Resolves when the process has ended, with words for how. */
  ended: Promise<string>;
  /** SIGINT ends connections and writes a checkpoint (fast shutdown); SIGQUIT leaves recovery to the next start. */
  signal(signal: 'SIGINT' | 'SIGQUIT' | 'SIGKILL'): void;
}

/** Starts the server and waits until it accepts connections, after recovery when it needs one. */
export async function startPostmaster(layout: Layout, native: string, log: SupervisorLog): Promise<Postmaster> {
  const cluster = join(viewOf(layout, native).data, 'cluster');
  const child = startProgram(layout, native, 'postgres', ['-D', cluster]);
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) =>
      resolve(signal === null ? `it ended with code ${code}` : `it was ended by ${signal}`),
    );
  });
  const complaint = await readUntilReady(child, ended, log);
  if (complaint !== undefined) {
    throw new PostgresError('postgres_start_failed', `PostgreSQL did not start in ${layout.cluster}: ${complaint}`);
  }
  return {
    pid: child.pid ?? 0,
    ended,
    signal: (signal) => void child.kill(signal),
  };
}

/** @returns why it did not become ready, or undefined when it did */
function readUntilReady(child: ChildProcess, ended: Promise<string>, log: SupervisorLog): Promise<string | undefined> {
  return new Promise((resolve) => {
    let complaint: string | undefined;
    const { stderr, stdout } = child;
    stdout?.resume();
    if (stderr !== null) {
      createInterface({ input: stderr }).on('line', (line) => {
        const { level, text, fatal } = parseLine(line);
        log[level]({ source: 'postgres' }, text);
        if (fatal) complaint ??= text;
        if (text === 'database system is ready to accept connections') resolve(undefined);
      });
      // The last lines arrive after the end of the process; only then is the complaint complete.
      stderr.once('close', () => void ended.then((how) => resolve(complaint ?? how)));
    }
    void ended.then((how) => (stderr === null ? resolve(how) : undefined));
  });
}

// Before PostgreSQL has read its configuration, a time and a process number stand before the kind.
const LOG_LINE =
  /^(?:[\d-]+ [\d:.]+ \w+ \[\d+\] )?(LOG|ERROR|WARNING|FATAL|PANIC|HINT|DETAIL|STATEMENT|CONTEXT|NOTICE|INFO|DEBUG\d?):\s+(.*)$/;

/** Splits `LOG:  text`. An ERROR is the answer to one client, who is told; it is no event of the server. */
export function parseLine(line: string): { level: 'debug' | 'warn' | 'error'; text: string; fatal: boolean } {
  const [, kind, text = line] = LOG_LINE.exec(line) ?? [];
  if (kind === 'PANIC') return { level: 'error', text, fatal: true };
  if (kind === 'WARNING' || kind === undefined) return { level: 'warn', text, fatal: kind === undefined };
  return { level: 'debug', text, fatal: kind === 'FATAL' };
}
