import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { SandboxError, sandboxSpec, type SandboxLimits, type SandboxSpec } from '../../port.ts';
import { writeBundle } from './bundle.ts';
import { killAll } from './cgroup.ts';
import type { Hierarchy } from './hierarchy.ts';
import { Cleanup } from './cleanup.ts';
import { Container, makeToken, type DialTarget } from './container.ts';
import { DEFAULT_ENVIRONMENT } from './environment.ts';
import { groupOf, type Layout } from './layout.ts';
import { makeListenSocket, type ListenSocket } from './listen-socket.ts';
import { tryCommand, TOOL_ENVIRONMENT } from './machine-command.ts';
import type { Network, Networks } from './network.ts';
import { parseSpec } from './parse-spec.ts';
import { endOf, launchAndAwaitPid } from './pid-file.ts';
import { makeMountpoint } from './root-filesystem.ts';
import type { Runtime } from './runtime.ts';
import { showMounts } from './shown-mounts.ts';
import type { AttachedVolume, VolumeStore } from './volume-store.ts';

/** Where a command listens that cannot be given a descriptor. */
const LISTEN_PORT = 65_100;
const PID_FILE = 'pid';
const INIT = ['/usr/bin/tini', '-g', '--'];

export interface Machine {
  readonly layout: Layout;
  readonly runtime: Runtime;
  readonly hierarchy: Hierarchy;
  readonly volumes: VolumeStore;
  readonly networks: Networks;
  readonly openFiles: number;
}

type ParsedSpec = z.output<typeof sandboxSpec>;

/** Builds a sandbox part by part and starts it. When a part fails, the parts before it are removed again. */
export async function launch(machine: Machine, input: SandboxSpec): Promise<Container> {
  const spec = parseSpec(sandboxSpec, input);
  const cleanup = new Cleanup();
  try {
    return await build(machine, spec, input, cleanup);
  } catch (error) {
    await cleanup.run();
    if (error instanceof SandboxError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new SandboxError('sandbox_start_failed', `The sandbox ${spec.id} could not be started: ${reason}`, {
      cause: error,
    });
  }
}

async function build(machine: Machine, spec: ParsedSpec, input: SandboxSpec, cleanup: Cleanup): Promise<Container> {
  const { layout, runtime, hierarchy } = machine;
  const bundle = join(layout.bundles, spec.id);
  const group = groupOf(layout, spec.id);
  cleanup.add(() => hierarchy.remove(group));
  cleanup.add(() => rm(bundle, { recursive: true, force: true }));
  const { volume, network } = await acquire(machine, spec, cleanup);
  const listening = await prepareListening(machine, spec, network, cleanup);
  const mounts = runtime.ownKernel ? await showMounts(layout, spec.id, spec.mounts, cleanup) : spec.mounts;
  await writeBundleOf(machine, { ...spec, mounts }, bundle, {
    volume,
    network,
    group,
    environment: listening.environment,
  });
  const joinFiles = runtime.limitsItself ? [] : await hierarchy.create(group, withRoom(spec.limits));
  const line = runtime.run({
    id: spec.id,
    bundle,
    pidFile: join(bundle, PID_FILE),
    logFile: join(bundle, 'log'),
    passDescriptor: listening.socket !== undefined,
    networkNamespace: namespaceOf(network),
    joinFiles,
  });
  cleanup.add(() => tryCommand(runtime.remove(spec.id).file, runtime.remove(spec.id).args));
  cleanup.add(() => killAll(hierarchy, group));
  const { child, pid } = await launchAndAwaitPid(bundle, PID_FILE, () => {
    const process = spawn(line.file, line.args, { env: TOOL_ENVIRONMENT, stdio: stdioOf(input, listening.socket) });
    sendOutput(process, input);
    return { process, onceEnded: endOf(process) };
  });
  await listening.socket?.release();
  if (pid === undefined) throw new SandboxError('sandbox_start_failed', await startFailure(spec, bundle));
  return new Container({
    place: { id: spec.id, bundle, runtime },
    child: child.process,
    pid,
    group,
    hierarchy,
    memoryBytes: spec.limits.memoryBytes,
    openFiles: machine.openFiles,
    environment: spec.environment,
    dialTarget: listening.target,
    guestAddress: network?.guestAddress,
    cleanup,
  });
}

interface Acquired {
  readonly volume: AttachedVolume;
  readonly network: Network | undefined;
}

/** The volume and the network are made at the same time; what succeeded is given back when the other failed. */
async function acquire(machine: Machine, spec: ParsedSpec, cleanup: Cleanup): Promise<Acquired> {
  const { volumes, networks, runtime } = machine;
  const takeVolume = async () => {
    const volume = await volumes.attach(spec.volume);
    cleanup.add(() => volumes.detach(spec.volume));
    return volume;
  };
  const takeNetwork = async () => {
    const needed = spec.network === 'egress' || (spec.listen && !runtime.passesDescriptors);
    if (!needed) return undefined;
    const network = await networks.acquire({
      kind: spec.network,
      byHook: runtime.limitsItself,
      sandboxId: spec.id,
    });
    cleanup.add(() => networks.release(network));
    return network;
  };
  const [volume, network] = await Promise.allSettled([takeVolume(), takeNetwork()]);
  if (volume.status === 'rejected') throw volume.reason;
  if (network.status === 'rejected') throw network.reason;
  return { volume: volume.value, network: network.value };
}

/** A runtime that shares the control group with the command needs threads for itself. */
const RUNTIME_THREADS = 256;

function withRoom(limits: SandboxLimits): SandboxLimits {
  return { ...limits, pids: limits.pids + RUNTIME_THREADS };
}

function namespaceOf(network: Network | undefined): string | undefined {
  return network !== undefined && 'namespace' in network.entry ? network.entry.namespace : undefined;
}

interface Listening {
  readonly socket: ListenSocket | undefined;
  readonly target: DialTarget | undefined;
  readonly environment: Readonly<Record<string, string>>;
}

async function prepareListening(
  machine: Machine,
  spec: ParsedSpec,
  network: Network | undefined,
  cleanup: Cleanup,
): Promise<Listening> {
  if (!spec.listen) return { socket: undefined, target: undefined, environment: {} };
  if (!machine.runtime.passesDescriptors) {
    const token = makeToken();
    const environment = { LISTEN_TCP_PORT: String(LISTEN_PORT), LISTEN_TOKEN: token };
    return { socket: undefined, target: { host: network?.guestAddress ?? '', port: LISTEN_PORT, token }, environment };
  }
  const path = join(machine.layout.sockets, spec.id);
  const socket = await makeListenSocket(path);
  cleanup.add(() => rm(path, { force: true }));
  cleanup.add(() => socket.release());
  return { socket, target: { path }, environment: { LISTEN_FDS: '1' } };
}

async function writeBundleOf(
  machine: Machine,
  spec: ParsedSpec,
  bundle: string,
  parts: Acquired & { group: string; environment: Readonly<Record<string, string>> },
): Promise<void> {
  const { layout, runtime, hierarchy, openFiles } = machine;
  for (const mount of spec.mounts) await makeMountpoint(layout, mount);
  const cgroup = { path: parts.group, limitSwap: hierarchy.controllers.swap };
  await writeBundle(bundle, {
    command: [...INIT, ...spec.command],
    environment: { ...DEFAULT_ENVIRONMENT, ...spec.environment, ...parts.environment },
    workingDirectory: spec.workingDirectory,
    limits: spec.limits,
    ordinal: parts.volume.ordinal,
    rootFilesystem: layout.rootFilesystem,
    etc: layout.etc,
    home: parts.volume.home,
    mounts: spec.mounts,
    openFiles,
    networkEntry: parts.network?.entry,
    ...(runtime.limitsItself ? { cgroup } : {}),
  });
}

function stdioOf(input: SandboxSpec, socket: ListenSocket | undefined): StdioOptions {
  const output = [input.stdout, input.stderr].map((sink) => (sink === undefined ? 'ignore' : 'pipe'));
  return ['ignore', ...output, ...(socket === undefined ? [] : [socket.descriptor])] as StdioOptions;
}

/** The sinks belong to the caller and stay open. */
function sendOutput(process: ChildProcess, input: SandboxSpec): void {
  if (input.stdout !== undefined) process.stdout?.pipe(input.stdout, { end: false });
  if (input.stderr !== undefined) process.stderr?.pipe(input.stderr, { end: false });
}

async function startFailure(spec: ParsedSpec, bundle: string): Promise<string> {
  const log = (await readFile(join(bundle, 'log'), 'utf8').catch(() => '')).trim();
  const reason = log === '' ? 'the runtime ended without a message' : log.slice(-600);
  return `The sandbox ${spec.id} could not be started: ${reason}`;
}
