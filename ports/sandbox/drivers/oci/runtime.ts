import { join } from 'node:path';
import type { Layout } from './layout.ts';
import type { RuntimeName } from './options.ts';

export interface RunRequest {
  readonly id: string;
  readonly bundle: string;
  readonly pidFile: string;
  readonly logFile: string;
  /** Whether descriptor 3 is handed to the command. */
  readonly passDescriptor: boolean;
  /** Path of the network namespace, when the sandbox has a network. */
  readonly networkNamespace: string | undefined;
  /** Files that the runtime has to write its own process id to; see {@link Runtime.limitsItself}. */
  readonly joinFiles: readonly string[];
}

export interface ExecArguments {
  readonly id: string;
  readonly processFile: string;
  readonly pidFile: string;
}

export interface CommandLine {
  readonly file: string;
  readonly args: string[];
}

/** An OCI runtime: how it is called, and what differs between them. */
export interface Runtime {
  readonly name: RuntimeName;
  /** Hands open descriptors to the command. Where it cannot, the command listens on TCP. */
  readonly passesDescriptors: boolean;
  /** False: the driver puts the whole runtime into a control group, because its processes do the work of the sandbox. */
  readonly limitsItself: boolean;
  /** The control group can be read after the command ended; otherwise an out-of-memory kill looks like any kill. */
  readonly keepsGroup: boolean;
  /** The sandbox has a kernel of its own, so that the system-call filter of the bundle has nothing to protect. */
  readonly ownKernel: boolean;
  /** The process id of a command is one of the machine, so that a signal can be sent to it. */
  readonly exposesProcesses: boolean;
  run(request: RunRequest): CommandLine;
  exec(request: ExecArguments): CommandLine;
  /** Runs a short command inside as the user of the sandbox. */
  runInside(id: string, command: readonly string[]): CommandLine;
  kill(id: string, signal: string): CommandLine;
  remove(id: string): CommandLine;
}

/** A runtime for the sandboxes of one installation. */
export function runtimeOf(name: RuntimeName, { runtime: records, state, instance }: Layout): Runtime {
  const root = join(records, name);
  const runtime = name === 'runsc' ? gvisor(root, join(state, 'proc')) : linuxRuntime(name, root);
  return withinInstallation(runtime, instance);
}

/**
 * Names containers after their installation as well: runsc makes an abstract socket of the name, which all installations
 * of a machine share, so that the second sandbox of a name would not start.
 */
function withinInstallation(runtime: Runtime, instance: string): Runtime {
  const nameOf = (id: string): string => `${instance}-${id}`;
  return {
    ...runtime,
    run: (request) => runtime.run({ ...request, id: nameOf(request.id) }),
    exec: (request) => runtime.exec({ ...request, id: nameOf(request.id) }),
    runInside: (id, command) => runtime.runInside(nameOf(id), command),
    kill: (id, signal) => runtime.kill(nameOf(id), signal),
    remove: (id) => runtime.remove(nameOf(id)),
  };
}

/** runc and crun take the same arguments; crun has no `--keep`. */
function linuxRuntime(name: 'runc' | 'crun', root: string): Runtime {
  const keepsGroup = name === 'runc';
  return {
    name,
    passesDescriptors: true,
    limitsItself: true,
    keepsGroup,
    ownKernel: false,
    exposesProcesses: true,
    run({ id, bundle, pidFile, logFile, passDescriptor }) {
      const keep = keepsGroup ? ['--keep'] : [];
      const descriptor = passDescriptor ? ['--preserve-fds', '1'] : [];
      const args = ['--root', root, '--log', logFile, 'run', ...keep, ...descriptor];
      return { file: name, args: [...args, '--bundle', bundle, '--pid-file', pidFile, id] };
    },
    exec({ id, processFile, pidFile }) {
      return { file: name, args: ['--root', root, 'exec', '--process', processFile, '--pid-file', pidFile, id] };
    },
    runInside: (id, command) => ({ file: name, args: ['--root', root, 'exec', '--user', '1000:1000', id, ...command] }),
    kill: (id, signal) => ({ file: name, args: ['--root', root, 'kill', id, signal] }),
    remove: (id) => ({ file: name, args: ['--root', root, 'delete', '--force', id] }),
  };
}

/**
 * gVisor. Version 20221219, that of Debian 12, refuses a network when it believes to be in the machine's own network
 * namespace, and recognises that by a file which Linux now shows in every namespace (seen on 6.18). The script covers
 * that directory in a mount namespace of its own; a second, uncovered /proc is needed there because the kernel lets
 * gVisor mount its own one only while a complete one is visible.
 */
const GVISOR_SCRIPT = `set -e
scratch=$1; namespace=$2; shift 2
while [ "$1" != -- ]; do echo $$ > "$1"; shift; done; shift
if [ -n "$namespace" ]; then
  mkdir -p "$scratch"; mount -t proc proc "$scratch"
  nsenter --net="$namespace" mount -t tmpfs none /proc/sys/net/core
fi
exec "$@"`;

function gvisor(root: string, scratch: string): Runtime {
  return {
    name: 'runsc',
    passesDescriptors: false,
    limitsItself: false,
    keepsGroup: true,
    ownKernel: true,
    exposesProcesses: false,
    run({ id, bundle, pidFile, logFile, networkNamespace, joinFiles }) {
      const network = networkNamespace === undefined ? 'none' : 'sandbox';
      const flags = ['--root', root, '--log', logFile, '--ignore-cgroups', `--network=${network}`];
      const runsc = ['runsc', ...flags, 'run', '-bundle', bundle, '-pid-file', pidFile, id];
      const script = ['sh', '-c', GVISOR_SCRIPT, 'sh', scratch, networkNamespace ?? '', ...joinFiles, '--'];
      return { file: 'unshare', args: ['--mount', ...script, ...runsc] };
    },
    exec({ id, processFile, pidFile }) {
      return {
        file: 'runsc',
        args: ['--root', root, 'exec', '-process', processFile, '-internal-pid-file', pidFile, id],
      };
    },
    runInside: (id, command) => ({
      file: 'runsc',
      args: ['--root', root, 'exec', '-user', '1000:1000', id, ...command],
    }),
    kill: (id, signal) => ({ file: 'runsc', args: ['--root', root, 'kill', id, signal] }),
    remove: (id) => ({ file: 'runsc', args: ['--root', root, 'delete', '-force', id] }),
  };
}
