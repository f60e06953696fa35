import { spawn, type ChildProcess } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, type Readable } from 'node:stream';
import { spawn as spawnPty } from '@lydell/node-pty';
import { SandboxError, type ProcessExit, type SandboxProcess, type Terminal, type TerminalSize } from '../../port.ts';
import { ociProcess, type ProcessSpec } from './bundle.ts';
import { runCommand, TOOL_ENVIRONMENT } from './machine-command.ts';
import { endOf, launchAndAwaitPid } from './pid-file.ts';
import { readExitCode } from './process-exit.ts';
import type { CommandLine, Runtime } from './runtime.ts';

/** Where a command joins: a running container and the directory of its bundle. */
export interface Place {
  readonly id: string;
  readonly bundle: string;
  readonly runtime: Runtime;
}

let counter = 0;

/** Runs a command in a running container, with pipes. Rejects with `sandbox_exec_failed` when it cannot be started. */
export async function startProcess(place: Place, spec: ProcessSpec): Promise<SandboxProcess> {
  const { piped, exited, kill } = await joined(place, spec, false, async (line, name) => {
    const { child: piped, pid } = await launchAndAwaitPid(place.bundle, name, () => spawnPiped(line));
    if (pid === undefined) throw failure(spec, await textOf(piped.stderr));
    return { exited: piped.exited, pid, piped };
  });
  return { stdin: piped.stdin, stdout: piped.stdout, stderr: piped.stderr, exited, kill };
}

/** Node drops unread output of a child that ends, therefore it flows into streams of our own from the first moment. */
function spawnPiped(line: CommandLine) {
  const child = spawn(line.file, line.args, { env: TOOL_ENVIRONMENT, stdio: ['pipe', 'pipe', 'pipe'] });
  // The command may end without reading its input; whoever writes learns that from the exit.
  child.stdin.on('error', () => undefined);
  return {
    stdin: child.stdin,
    stdout: child.stdout.pipe(new PassThrough()),
    stderr: child.stderr.pipe(new PassThrough()),
    exited: exitOf(child),
    onceEnded: endOf(child),
  };
}

/** Runs a command on a terminal. The runtime sits between two terminals and hands size changes on. */
export async function startTerminal(place: Place, spec: ProcessSpec, size: TerminalSize): Promise<Terminal> {
  const { terminal, exited, kill } = await joined(place, spec, true, async (line, name) => {
    const { child, pid } = await launchAndAwaitPid(place.bundle, name, () => spawnOnTerminal(line, size));
    if (pid === undefined) throw failure(spec, String(Buffer.concat(child.early)));
    return { exited: child.exited, pid, terminal: child };
  });
  const { pty, listeners, early } = terminal;
  return {
    exited,
    kill,
    write: (data) => pty.write(data),
    resize: ({ columns, rows }) => pty.resize(columns, rows),
    onData(listener) {
      for (const data of early.splice(0)) listener(data);
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function spawnOnTerminal(line: CommandLine, size: TerminalSize) {
  const listeners = new Set<(data: Buffer) => void>();
  const early: Buffer[] = [];
  const options = { cols: size.columns, rows: size.rows, env: TOOL_ENVIRONMENT, encoding: null };
  const pty = spawnPty(line.file, line.args, options);
  pty.onData((data) => deliver(Buffer.from(data), listeners, early));
  const exited = new Promise<ProcessExit>((resolve) => {
    pty.onExit(({ exitCode }) => resolve(readExitCode(exitCode)));
  });
  return { pty, listeners, early, exited, onceEnded: (listener: () => void) => void pty.onExit(listener) };
}

/** What is written before anybody listens is kept for the first listener. */
function deliver(data: Buffer, listeners: ReadonlySet<(data: Buffer) => void>, early: Buffer[]): void {
  if (listeners.size === 0) early.push(data);
  for (const listener of listeners) listener(data);
}

type Kill = (signal?: NodeJS.Signals) => Promise<void>;
type Joined = { readonly exited: Promise<ProcessExit>; readonly pid: number };

/** The description goes through a file that only root reads: arguments of a process are visible to all users of a machine. */
async function joined<Result extends Joined>(
  place: Place,
  spec: ProcessSpec,
  terminal: boolean,
  launch: (line: CommandLine, pidFileName: string) => Promise<Result>,
): Promise<Result & { readonly kill: Kill }> {
  counter += 1;
  const processFile = join(place.bundle, `process-${counter}.json`);
  const pidFileName = `process-${counter}.pid`;
  const pidFile = join(place.bundle, pidFileName);
  await writeFile(processFile, JSON.stringify(ociProcess(spec, terminal)), { mode: 0o600 });
  try {
    const result = await launch(place.runtime.exec({ id: place.id, processFile, pidFile }), pidFileName);
    let running = true;
    void result.exited.finally(() => (running = false));
    return { ...result, kill: async (signal = 'SIGTERM') => void (running && (await send(place, result.pid, signal))) };
  } finally {
    await rm(processFile, { force: true });
    await rm(pidFile, { force: true });
  }
}

/** Sends a signal; a process that has just ended is not an error. */
async function send(place: Place, pid: number, signal: NodeJS.Signals): Promise<void> {
  if (place.runtime.exposesProcesses) {
    try {
      process.kill(pid, signal);
    } catch {
      // It ended in the meantime.
    }
    return;
  }
  const line = place.runtime.runInside(place.id, ['/bin/kill', '-s', signal.slice(3), String(pid)]);
  await runCommand(line.file, line.args).catch(() => undefined);
}

function exitOf(child: ChildProcess): Promise<ProcessExit> {
  return new Promise((resolve) => {
    child.once('close', (code, signal) => resolve(signal === null ? readExitCode(code) : { code: null, signal }));
  });
}

async function textOf(stream: Readable): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}

function failure(spec: ProcessSpec, text: string): SandboxError {
  const reason = text.trim().split('\n').at(-1) ?? '';
  return new SandboxError('sandbox_exec_failed', `The command ${spec.command[0]} could not be started: ${reason}`);
}
