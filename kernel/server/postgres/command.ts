import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PostgresError } from './errors.ts';
import type { Layout } from './layout.ts';

const CONFINEMENT = fileURLToPath(new URL('confinement.sh', import.meta.url));

/** Where the started program sees the directories of the layout: under short names when it is confined. */
export interface View {
  native: string;
  libraries: string;
  data: string;
  sockets: string;
}

export function viewOf(layout: Layout, native: string): View {
  if (layout.confinedUid !== undefined) {
    return { native: '/native', libraries: '/libraries', data: '/data', sockets: '/sockets' };
  }
  return { native, libraries: layout.libraries, data: layout.dataDirectory, sockets: layout.socketDirectory };
}

/**
 * Starts `initdb` or `postgres`: confined and as its own user when the platform is root, else as the platform's user.
 * It gets a session of its own, so that Ctrl-C in a terminal reaches the platform alone, which then stops PostgreSQL
 * last. When the platform dies, the kernel sends SIGINT, which is PostgreSQL's fast shutdown.
 */
export function startProgram(
  layout: Layout,
  native: string,
  program: string,
  programArguments: string[],
): ChildProcess {
  const view = viewOf(layout, native);
  const command = [join(view.native, 'bin', program), ...programArguments];
  const [file, ...rest] =
    layout.confinedUid === undefined ? withParentDeathSignal(command) : confine(layout, native, command);
  return spawn(file, rest, {
    cwd: '/',
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    // Nothing of the platform's environment: it may hold secrets, and PG* variables would change what the programs do. A library that is
    // found through a link of ours looks for its own needs beside that link, hence the second directory.
    env: {
      PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
      LC_ALL: 'C',
      TZ: 'UTC',
      LD_LIBRARY_PATH: `${view.libraries}:${join(view.native, 'lib')}`,
    },
  });
}

type CommandLine = [file: string, ...rest: string[]];

function confine(layout: Layout, native: string, command: string[]): CommandLine {
  if (process.platform !== 'linux' || !isExecutable('/usr/bin/unshare')) {
    throw new PostgresError(
      'postgres_confinement_refused',
      'PostgreSQL refuses to run as root, and giving it a user of its own needs Linux with util-linux. Install util-linux, start as an ordinary user, or set DATABASE_URL to a PostgreSQL server of your own.',
    );
  }
  const { jailRoot, libraries, dataDirectory, socketDirectory, confinedUid } = layout;
  const places = [jailRoot, native, libraries, dataDirectory, socketDirectory, String(confinedUid)];
  return [
    '/usr/bin/unshare',
    '--mount',
    '--propagation',
    'private',
    '--',
    '/bin/sh',
    CONFINEMENT,
    ...places,
    ...command,
  ];
}

function withParentDeathSignal(command: string[]): CommandLine {
  const setpriv = '/usr/bin/setpriv';
  // Where there is no setpriv (macOS) a crash leaves the server running; the next start ends it.
  if (process.platform === 'linux' && isExecutable(setpriv))
    return [setpriv, '--pdeathsig', 'SIGINT', '--', ...command];
  const [file = '', ...rest] = command;
  return [file, ...rest];
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
