import { constants } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SandboxError } from '../../port.ts';
import { TOOL_ENVIRONMENT } from './machine-command.ts';

/** Programs that the driver runs, and the Debian packages that hold them. The OCI runtimes come on top. */
const PACKAGE_OF: Readonly<Record<string, string>> = {
  ip: 'iproute2',
  nft: 'nftables',
  mount: 'mount',
  umount: 'mount',
  fsfreeze: 'util-linux',
  unshare: 'util-linux',
  nsenter: 'util-linux',
  'mkfs.ext4': 'e2fsprogs',
  e2fsck: 'e2fsprogs',
  resize2fs: 'e2fsprogs',
  tini: 'tini',
};

/** Rejects with `port_not_configured` and the one line that repairs it. */
export async function requireMachine(): Promise<void> {
  if (process.getuid?.() !== 0) {
    const message =
      'The sandbox driver "oci" needs root: it makes namespaces, control groups and mounts. Start the platform as root, such as with `sudo npm start`.';
    throw new SandboxError('port_not_configured', message);
  }
  const names = Object.keys(PACKAGE_OF);
  const found = await Promise.all(names.map(findProgram));
  const missing = names.filter((_, index) => found[index] === undefined).map((name) => PACKAGE_OF[name] ?? name);
  if (missing.length === 0) return;
  const packages = [...new Set(missing)].join(' ');
  throw new SandboxError(
    'port_not_configured',
    `Programs for sandboxes are not installed. Run \`apt-get install -y ${packages}\` and start again.`,
  );
}

/** The path of a program, or undefined. */
export async function findProgram(name: string): Promise<string | undefined> {
  for (const directory of TOOL_ENVIRONMENT.PATH.split(':')) {
    const path = join(directory, name);
    const runs = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (runs) return path;
  }
  return undefined;
}

const MOST_OPEN_FILES = 65_536;

/** How many files a process inside may open: not more than this process may hand on. */
export async function openFilesLimit(): Promise<number> {
  const limits = await readFile('/proc/self/limits', 'utf8');
  const hard = Number(/^Max open files\s+\S+\s+(\S+)/m.exec(limits)?.[1]);
  return Number.isNaN(hard) ? MOST_OPEN_FILES : Math.min(hard, MOST_OPEN_FILES);
}
