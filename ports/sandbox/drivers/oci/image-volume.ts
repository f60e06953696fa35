import { mkdir, open, rmdir, stat, statfs, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { SandboxError, type VolumeUsage } from '../../port.ts';
import { runnerHostId } from './bundle.ts';
import { runCommand, tryCommand } from './machine-command.ts';
import { readSuperblock } from './superblock.ts';
import type { VolumeBacking } from './volume-backing.ts';
import type { VolumeRecord } from './volume-record.ts';

const IMAGE = 'image';
const MEBIBYTE = 1024 * 1024;

/** Deleted files give their bytes back to the disk (`discard`); ext4 does not fill unused inode tables (`noinit_itable`). */
const MOUNT_OPTIONS = 'loop,nosuid,nodev,noatime,discard,noinit_itable,errors=remount-ro';

/** A sparse file with an ext4 file system, mounted through a loop device: quotas of bytes and inodes are the kernel's. */
export const imageBacking: VolumeBacking = {
  async create(directory, record, stage) {
    const image = join(directory, IMAGE);
    await makeSparseFile(image, record.bytes);
    const made = await tryCommand('mkfs.ext4', [...formatArguments(record), '-d', stage, image]);
    if (made.code === 0) return;
    const full = /Could not allocate|No space left|no free/i.test(made.stderr);
    throw full
      ? new SandboxError('volume_full', 'The files of the seed do not fit into the volume. Choose a larger volume.')
      : new SandboxError('volume_failed', `The volume could not be formatted: ${made.stderr.trim()}`);
  },

  async copy(source, target) {
    const { mounted } = source;
    const copied = join(target.directory, IMAGE);
    if (mounted !== undefined) await runCommand('fsfreeze', ['--freeze', mounted]);
    try {
      await runCommand('cp', ['--reflink=auto', '--sparse=always', join(source.directory, IMAGE), copied]);
    } finally {
      if (mounted !== undefined) await runCommand('fsfreeze', ['--unfreeze', mounted]);
    }
    await shiftOwners(copied, join(target.directory, 'shift'), source.record, target.record);
  },

  async attach(directory, mountpoint) {
    await mkdir(mountpoint, { recursive: true, mode: 0o700 });
    await runCommand('mount', ['-t', 'ext4', '-o', MOUNT_OPTIONS, join(directory, IMAGE), mountpoint]);
  },

  async detach(mountpoint) {
    await unmount(mountpoint);
    await rmdir(mountpoint);
  },

  async resize(directory, record, bytes) {
    const image = join(directory, IMAGE);
    const checked = await tryCommand('e2fsck', ['-f', '-p', image]);
    if (checked.code > 1) throw new SandboxError('volume_failed', `The volume is damaged: ${checked.stdout.trim()}`);
    if (bytes > record.bytes) await truncate(image, bytes);
    const resized = await tryCommand('resize2fs', [image, `${Math.floor(bytes / MEBIBYTE)}M`]);
    if (resized.code !== 0) {
      throw new SandboxError(
        'volume_full',
        'The files of the volume do not fit into the new quota. Delete some first.',
      );
    }
    if (bytes < record.bytes) await truncate(image, bytes);
    await recountOverhead(image, join(directory, 'recount'));
  },

  async usage(directory, _record, mounted) {
    const image = join(directory, IMAGE);
    const storedBytes = (await stat(image)).blocks * 512;
    return { ...(await countOf(image, mounted)), storedBytes, enforced: true };
  },
};

async function makeSparseFile(path: string, bytes: number): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  await file.truncate(bytes);
  await file.close();
}

/** The tables of inodes are not written: 2 GiB take about 10 ms and 1 MiB of the disk (measured). */
function formatArguments(record: VolumeRecord): string[] {
  const owner = runnerHostId(record.ordinal);
  const journal = Math.min(64, Math.max(4, Math.floor(record.bytes / MEBIBYTE / 64)));
  const extended = `lazy_itable_init=1,lazy_journal_init=1,nodiscard,root_owner=${owner}:${owner}`;
  return ['-q', '-F', '-b', '4096', '-m', '0', '-N', String(record.inodes), '-J', `size=${journal}`, '-E', extended];
}

/**
 * Gives all files of a copied image to the new volume's user ids.
 *
 * It happens in a mount namespace of its own, on an image that no sandbox has seen yet: nobody can swap a path while
 * `chown` walks, symbolic links are changed themselves (-h) and not followed, and the mount ends with the process even
 * when that is killed. Rejected: id-mapped mounts, which make this a constant-time step but need util-linux 2.39 or
 * runc 1.2, newer than the oldest Debian that is supported.
 */
async function shiftOwners(
  image: string,
  mountpoint: string,
  source: VolumeRecord,
  target: VolumeRecord,
): Promise<void> {
  const [from, to] = [runnerHostId(source.ordinal), runnerHostId(target.ordinal)];
  await mkdir(mountpoint, { recursive: true, mode: 0o700 });
  const script = 'mount -t ext4 -o "$1" "$2" "$3" && chown -hR --from="$4:$4" "$5:$5" "$3" && umount "$3"';
  const options = `${MOUNT_OPTIONS},noexec`;
  await runCommand('unshare', [
    '--mount',
    'sh',
    '-c',
    script,
    'sh',
    options,
    image,
    mountpoint,
    String(from),
    String(to),
  ]);
  await rmdir(mountpoint);
}

/** resize2fs forgets how large ext4's own tables are; the kernel writes it down again when it mounts. */
async function recountOverhead(image: string, mountpoint: string): Promise<void> {
  await mkdir(mountpoint, { recursive: true, mode: 0o700 });
  const script = 'mount -t ext4 -o "$1" "$2" "$3" && umount "$3"';
  await runCommand('unshare', ['--mount', 'sh', '-c', script, 'sh', `${MOUNT_OPTIONS},noexec`, image, mountpoint]);
  await rmdir(mountpoint);
}

/** A process that is just being killed may keep the mount busy for some milliseconds; after that it is detached lazily. */
async function unmount(mountpoint: string): Promise<void> {
  for (let attempt = 0; attempt < UNMOUNT_ATTEMPTS; attempt += 1) {
    const output = await tryCommand('umount', [mountpoint]);
    if (output.code === 0 || output.stderr.includes('not mounted')) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await runCommand('umount', ['--lazy', mountpoint]);
}

const UNMOUNT_ATTEMPTS = 25;

async function countOf(
  image: string,
  mounted: string | undefined,
): Promise<Omit<VolumeUsage, 'storedBytes' | 'enforced'>> {
  if (mounted === undefined) {
    const count = await readSuperblock(image);
    return {
      usedBytes: count.capacityBytes - count.freeBytes,
      limitBytes: count.capacityBytes,
      usedInodes: count.inodes - count.freeInodes,
      limitInodes: count.inodes,
    };
  }
  const count = await statfs(mounted);
  return {
    usedBytes: (count.blocks - count.bfree) * count.bsize,
    limitBytes: count.blocks * count.bsize,
    usedInodes: count.files - count.ffree,
    limitInodes: count.files,
  };
}
