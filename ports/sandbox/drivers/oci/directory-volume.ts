import { mkdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { SandboxError } from '../../port.ts';
import { runnerHostId } from './bundle.ts';
import { runCommand, tryCommand } from './machine-command.ts';
import type { VolumeBacking } from './volume-backing.ts';

const TREE = 'tree';

/**
 * A plain directory, for machines without loop devices. Quotas are recorded but not enforced, which the port reports.
 * Forking a volume that is in use is refused: the copy would walk paths while the owner can still change them.
 */
export const directoryBacking: VolumeBacking = {
  async create(directory, record, stage) {
    await runCommand('cp', ['-a', stage, join(directory, TREE)]);
    const owner = String(runnerHostId(record.ordinal));
    await runCommand('chown', ['-h', `${owner}:${owner}`, join(directory, TREE)]);
  },

  async copy(source, target) {
    if (source.mounted !== undefined) {
      const reason =
        'This machine has no loop devices, therefore a volume cannot be forked while it is in use. Stop it first.';
      throw new SandboxError('volume_in_use', reason);
    }
    await runCommand('cp', ['-a', '--reflink=auto', join(source.directory, TREE), join(target.directory, TREE)]);
    const [old, next] = [runnerHostId(source.record.ordinal), runnerHostId(target.record.ordinal)];
    await runCommand('chown', ['-hR', `--from=${old}:${old}`, `${next}:${next}`, join(target.directory, TREE)]);
  },

  async attach(directory, mountpoint) {
    await mkdir(mountpoint, { recursive: true, mode: 0o700 });
    await runCommand('mount', ['--bind', '-o', 'nosuid,nodev', join(directory, TREE), mountpoint]);
  },

  async detach(mountpoint) {
    await runCommand('umount', ['--lazy', mountpoint]);
    await rmdir(mountpoint);
  },

  async resize() {
    // The record is all there is.
  },

  async usage(directory, record) {
    const output = await tryCommand('du', ['-s', '--block-size=1', join(directory, TREE)]);
    const inodes = await tryCommand('du', ['-s', '--inodes', join(directory, TREE)]);
    const usedBytes = Number.parseInt(output.stdout, 10) || 0;
    return {
      usedBytes,
      limitBytes: record.bytes,
      usedInodes: Number.parseInt(inodes.stdout, 10) || 0,
      limitInodes: record.inodes,
      storedBytes: usedBytes,
      enforced: false,
    };
  },
};
