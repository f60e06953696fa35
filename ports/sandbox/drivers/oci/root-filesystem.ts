import { constants } from 'node:fs';
import { access, chmod, cp, mkdir, readdir, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Layout } from './layout.ts';

/** The name of every sandbox inside itself; one name for all keeps /etc the same for all. */
export const SANDBOX_HOSTNAME = 'sandbox';

/** Empty directories that mounts cover, and the links of a merged /usr. The file system is read-only inside. */
const DIRECTORIES = ['dev', 'etc', 'home/runner', 'opt', 'proc', 'root', 'run', 'sys', 'tmp', 'usr', 'var', 'mnt'];
const LINKS = ['bin', 'sbin', 'lib', 'lib64'];

/**
 * What toolchains and libraries read below /etc. Nothing else of the machine's /etc is visible: it holds passwords,
 * keys and the addresses of internal services.
 */
const COPIED = [
  /^(ssl|ca-certificates|ca-certificates\.conf|ld\.so\.cache|ld\.so\.conf|ld\.so\.conf\.d|alternatives|localtime)$/,
  /^(timezone|os-release|debian_version|protocols|services|mime\.types|gai\.conf|host\.conf|inputrc|bash\.bashrc)$/,
  /^(terminfo|fonts|maven|gradle|perl|magic|magic\.mime|locale\.alias|bash_completion\.d|vim|nanorc|login\.defs)$/,
  /^(java-.*|\.java|python.*|php.*|R|lua.*|dotnet|ImageMagick-.*|OpenCL)$/,
];

/** Makes the read-only root file system that all sandboxes of this installation share. Replaces an earlier one. */
export async function makeRootFilesystem(layout: Layout): Promise<void> {
  await rm(layout.rootFilesystem, { recursive: true, force: true });
  for (const directory of DIRECTORIES)
    await mkdir(join(layout.rootFilesystem, directory), { recursive: true, mode: 0o755 });
  for (const name of LINKS) {
    if (await exists(`/usr/${name}`)) await symlink(`usr/${name}`, join(layout.rootFilesystem, name));
  }
  await chmod(join(layout.rootFilesystem, 'tmp'), 0o1777);
  await symlink('../tmp', join(layout.rootFilesystem, 'var/tmp'));
}

/** Makes the empty file or directory that a mount covers; the root file system cannot be written from inside. */
export async function makeMountpoint(layout: Layout, mount: { source: string; destination: string }): Promise<void> {
  const path = join(layout.rootFilesystem, mount.destination);
  const isDirectory = (await stat(mount.source)).isDirectory();
  await mkdir(isDirectory ? path : dirname(path), { recursive: true, mode: 0o755 });
  if (!isDirectory) await writeFile(path, '', { flag: 'a', mode: 0o644 });
}

/**
 * Makes the /etc of all sandboxes: our own accounts and resolver, and copies of what {@link COPIED} names.
 * A copy, because a mount would follow later changes of names only in part and shows every file of a directory.
 */
export async function makeEtc(layout: Layout, nameserver: string): Promise<void> {
  const next = `${layout.etc}.next`;
  await rm(next, { recursive: true, force: true });
  await mkdir(next, { mode: 0o755 });
  for (const name of await readdir('/etc')) {
    if (!COPIED.some((pattern) => pattern.test(name))) continue;
    await cp(`/etc/${name}`, join(next, name), { recursive: true, verbatimSymlinks: true, filter: readableByAll });
  }
  for (const [name, content] of Object.entries(ownFiles(nameserver))) await writeFile(join(next, name), content);
  await rm(layout.etc, { recursive: true, force: true });
  await rename(next, layout.etc);
}

function ownFiles(nameserver: string): Record<string, string> {
  return {
    passwd:
      'root:x:0:0:root:/root:/usr/sbin/nologin\nrunner:x:1000:1000:runner:/home/runner:/bin/bash\n' +
      'nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n',
    group: 'root:x:0:\nrunner:x:1000:\nnogroup:x:65534:\n',
    hosts: `127.0.0.1 localhost ${SANDBOX_HOSTNAME}\n::1 localhost ip6-localhost\n`,
    hostname: `${SANDBOX_HOSTNAME}\n`,
    'resolv.conf': `nameserver ${nameserver}\noptions timeout:2 attempts:3\n`,
    'nsswitch.conf': 'passwd: files\ngroup: files\nshadow: files\nhosts: files dns\nnetworks: files\nservices: files\n',
    shells: '/bin/sh\n/bin/bash\n',
    profile: 'if [ -n "$BASH" ] && [ -f /etc/bash.bashrc ]; then . /etc/bash.bashrc; fi\n',
  };
}

/** Private keys and the like stay outside even when a package puts them below a copied directory. */
async function readableByAll(source: string): Promise<boolean> {
  if (source === '/etc/ssl/private') return false;
  const found = await stat(source).catch(() => undefined);
  if (found === undefined) return true;
  return (found.mode & 0o004) !== 0;
}

async function exists(path: string): Promise<boolean> {
  return access(path, constants.F_OK).then(
    () => true,
    () => false,
  );
}
