import { realpath } from 'node:fs/promises';
import type { PortReport, Sandbox, SandboxPort } from '@e-code/port-sandbox';
import { hostCommand, hostDirectory } from '@e-code/host/contract';
import type { SandboxSettings } from '../settings.ts';
import type { LastWords } from './last-words.ts';
import { volumeOf } from './project-directory.ts';

/** The built project host, and what else of the platform is visible inside every sandbox. */
export interface HostBundle {
  /** Where `apps/host` was built to. */
  readonly directory: string;
  /** The Node 24 binary that runs the host. Programs of users find it as `node`. */
  readonly node: string;
  /** Toolchains outside /usr: directories that are mounted read-only, and what of them is added to PATH. */
  readonly toolchains?: readonly { readonly source: string; readonly destination: string; readonly path?: string }[];
}

const NODE_DIRECTORY = '/opt/ecode/node/bin';
const SYSTEM_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const MEBIBYTE = 1024 * 1024;

/**
 * Where a driver cannot pass a listening socket it names a TCP port and a token; the host knows them under its own names.
 * The port's names are removed, so that programs inside inherit no token.
 */
const LISTEN_ON_TCP = `export ECODE_LISTEN="tcp:0.0.0.0:$LISTEN_TCP_PORT" ECODE_TOKEN="$LISTEN_TOKEN"
unset LISTEN_TCP_PORT LISTEN_TOKEN
exec "$@"`;

export interface Launch {
  readonly sandboxes: SandboxPort;
  readonly bundle: HostBundle;
  readonly settings: SandboxSettings;
  /** Such as `apps.example.org`. */
  readonly appsDomain: string;
  /** How the sandbox port hands the listening socket to the host. */
  readonly listening: PortReport['listening'];
}

/** Starts the sandbox of a project with the host as its command. */
export async function launchSandbox(launch: Launch, projectId: string, stderr: LastWords): Promise<Sandbox> {
  const { sandboxes, bundle, settings, listening } = launch;
  const command = hostCommand(`${NODE_DIRECTORY}/node`);
  const toolchains = bundle.toolchains ?? [];
  return sandboxes.start({
    id: volumeOf(projectId),
    volume: volumeOf(projectId),
    command: listening === 'tcp' ? ['/bin/sh', '-c', LISTEN_ON_TCP, 'host', ...command] : command,
    environment: {
      PATH: [
        '/home/runner/.local/bin',
        NODE_DIRECTORY,
        ...toolchains.flatMap(({ path }) => path ?? []),
        SYSTEM_PATH,
      ].join(':'),
      // Vite refuses host names that it does not know; it takes this one in addition.
      __VITE_ADDITIONAL_SERVER_ALLOWED_HOSTS: `.${launch.appsDomain}`,
    },
    mounts: [
      { source: bundle.directory, destination: hostDirectory },
      { source: await realpath(bundle.node), destination: `${NODE_DIRECTORY}/node` },
      ...toolchains.map(({ source, destination }) => ({ source, destination })),
    ],
    limits: {
      cpus: settings.cpus,
      memoryBytes: settings.memoryMegabytes * MEBIBYTE,
      pids: settings.processes,
    },
    network: 'egress',
    listen: true,
    stderr,
  });
}
