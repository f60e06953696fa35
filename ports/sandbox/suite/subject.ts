import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { WORKSPACE, type Ability, type PortReport, type Sandbox, type SandboxPort, type SandboxSpec } from '../port.ts';

/** What a driver hands to the suite. */
export interface Subject {
  /** Makes a port on a directory; the same directory means the same installation. */
  make(directory: string): SandboxPort;
  /** Names everything that the installation of a directory left on the machine: processes, mounts, networks, files. */
  leftovers(directory: string): Promise<string[]>;
  /** A script that makes a port like `make`, starts sandboxes and waits; the suite kills the process that runs it. */
  readonly victim: URL;
  /** What the script is told after the directory. */
  readonly victimArguments: readonly string[];
}

export interface Fixture {
  readonly directory: string;
  readonly port: SandboxPort;
  readonly report: PortReport;
  readonly subject: Subject;
  /** Starts a sandbox on a volume of its own. */
  start(spec?: Partial<SandboxSpec>, bytes?: number): Promise<Sandbox>;
  /** A name that no other test uses, and a number for user ids. */
  next(): { id: string; ordinal: number };
}

const MEBIBYTE = 1024 * 1024;
export const LIMITS = { cpus: 1, memoryBytes: 256 * MEBIBYTE, pids: 64 };
/** The Node that runs the tests is visible inside as /opt/node/node. */
export const NODE = '/opt/node/node';
export const NODE_MOUNT = { source: dirname(process.execPath), destination: '/opt/node' };
export const WAIT = ['sleep', 'infinity'];

/** A port for the tests of one `describe`; everything of it is removed afterwards. */
export function useFixture(subject: Subject): () => Fixture {
  let fixture: Fixture | undefined;
  beforeAll(async () => {
    const directory = await mkdtemp(join(tmpdir(), 'sandbox-suite-'));
    const port = subject.make(directory);
    fixture = {
      directory,
      port,
      subject,
      report: await port.describe(),
      next,
      start: (spec, bytes) => start(port, spec, bytes),
    };
  }, 60_000);
  afterAll(async () => {
    await fixture?.port.close();
    if (fixture !== undefined) await rm(fixture.directory, { recursive: true });
  }, 60_000);
  return () => {
    if (fixture === undefined) throw new Error('The fixture is ready only inside a test.');
    return fixture;
  };
}

let counter = 0;

function next(): { id: string; ordinal: number } {
  counter += 1;
  return { id: `box-${counter}`, ordinal: counter };
}

async function start(port: SandboxPort, spec: Partial<SandboxSpec> = {}, bytes = 64 * MEBIBYTE): Promise<Sandbox> {
  const { id, ordinal } = next();
  if (spec.volume === undefined) await port.volumes.create({ id, ordinal, bytes });
  return port.start({ id, volume: id, command: WAIT, limits: LIMITS, network: 'none', mounts: [NODE_MOUNT], ...spec });
}

export interface Answer {
  readonly code: number | null;
  readonly out: string;
}

/** Runs a shell script inside; `out` holds both outputs. */
export async function sh(sandbox: Sandbox, script: string, environment: Record<string, string> = {}): Promise<Answer> {
  const result = await sandbox.exec({ command: ['sh', '-c', script], environment, workingDirectory: WORKSPACE });
  return { code: result.code, out: `${String(result.stdout)}${String(result.stderr)}`.trim() };
}

/** Runs a program of Perl inside, which every Debian has and which can make any system call. */
export async function perl(sandbox: Sandbox, program: string): Promise<Answer> {
  const result = await sandbox.exec({ command: ['perl', '-e', program] });
  return { code: result.code, out: `${String(result.stdout)}${String(result.stderr)}`.trim() };
}

/** One sandbox for all tests of a `describe`. */
export function useSandbox(fixture: () => Fixture, spec: Partial<SandboxSpec>): () => Sandbox {
  let sandbox: Sandbox | undefined;
  beforeAll(async () => {
    sandbox = await fixture().start(spec);
  }, 60_000);
  afterAll(async () => {
    await sandbox?.stop({ graceMs: 0 });
  });
  return () => {
    if (sandbox === undefined) throw new Error('The sandbox is ready only inside a test.');
    return sandbox;
  };
}

/** A driver may lack an ability, but it has to say so in a sentence. */
export function isDeclared(ability: Ability): boolean {
  return ability.works || /\S .+\.$/.test(ability.because ?? '');
}

/** A shell command that prints the owner of each argument; `stat` does not work on every driver. */
export const OWNERS = `perl -e 'print +(lstat)[4], "\\n" for @ARGV'`;
