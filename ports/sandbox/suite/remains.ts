import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it, vi } from 'vitest';
import { LIMITS, NODE_MOUNT, sh, WAIT, type Subject } from './subject.ts';

const MEBIBYTE = 1024 * 1024;

export function describeRemains(subject: Subject): void {
  describe('what remains', () => {
    it('leaves nothing of sandboxes that ended, failed or were stopped', async () => {
      const directory = await mkdtemp(join(tmpdir(), 'sandbox-suite-'));
      const port = subject.make(directory);
      await port.volumes.create({ id: 'one', ordinal: 1, bytes: 32 * MEBIBYTE });
      await port.volumes.create({ id: 'two', ordinal: 2, bytes: 32 * MEBIBYTE });
      const spec = { limits: LIMITS, network: 'egress' as const, listen: true, mounts: [NODE_MOUNT] };
      // The rules of the network stay from the first need until the port is closed.
      await port.describe();
      const before = await subject.leftovers(directory);
      const [ended, stopped] = await Promise.all([
        port.start({ ...spec, id: 'one', volume: 'one', command: ['true'] }),
        port.start({ ...spec, id: 'two', volume: 'two', command: WAIT }),
      ]);
      await ended.exited;
      await sh(stopped, 'setsid sleep 1000 > /dev/null 2>&1 & true');
      await stopped.stop({ graceMs: 0 });
      const failing = port.start({ ...spec, id: 'one', volume: 'one', command: WAIT, workingDirectory: '/absent' });
      await expect(failing).rejects.toMatchObject({ code: 'sandbox_start_failed' });
      await vi.waitFor(async () => expect(await subject.leftovers(directory)).toEqual(before), 5000);
      await port.close();
      await vi.waitFor(async () => expect(await subject.leftovers(directory)).toEqual([]), 5000);
      await rm(directory, { recursive: true });
    });

    it('is apart from that of another installation of the machine, also under the same ids', async () => {
      const directories = await Promise.all([1, 2].map(() => mkdtemp(join(tmpdir(), 'sandbox-suite-'))));
      const ports = directories.map((directory) => subject.make(directory));
      const started = await Promise.all(
        ports.map(async (port, at) => {
          await port.volumes.create({ id: 'same', ordinal: 1, bytes: 32 * MEBIBYTE });
          const sandbox = await port.start({
            id: 'same',
            volume: 'same',
            command: WAIT,
            limits: LIMITS,
            network: 'none',
          });
          await sh(sandbox, `echo installation ${at} > name`);
          return sandbox;
        }),
      );
      await started[0]?.stop({ graceMs: 0 });
      const [, second] = started;
      expect(second && (await sh(second, 'cat name')).out).toBe('installation 1');
      for (const port of ports) await port.close();
      for (const directory of directories) await rm(directory, { recursive: true });
    });

    it('recovers after its process was killed', async () => {
      const directory = await mkdtemp(join(tmpdir(), 'sandbox-suite-'));
      const victim = spawn(process.execPath, [subject.victim.pathname, directory, ...subject.victimArguments], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const lines = createInterface(victim.stdout);
      expect(await once(lines, 'line')).toEqual(['started']);
      const other = subject.make(directory);
      await expect(other.recover()).rejects.toMatchObject({ code: 'sandbox_driver_in_use' });
      victim.kill('SIGKILL');
      await once(victim, 'exit');
      expect(await subject.leftovers(directory)).not.toEqual([]);

      const port = subject.make(directory);
      const recovered = await port.recover();
      expect(recovered.sandboxes).toBe(2);
      expect(recovered.processes).toBeGreaterThanOrEqual(2);
      expect(recovered.mounts).toBeGreaterThanOrEqual(2);
      expect(await port.recover()).toEqual({ sandboxes: 0, processes: 0, mounts: 0, networks: 0 });
      const again = await port.start({ id: 'one', volume: 'one', command: WAIT, limits: LIMITS, network: 'egress' });
      expect((await sh(again, 'cat file')).out).toBe('written');
      await port.close();
      await vi.waitFor(async () => expect(await subject.leftovers(directory)).toEqual([]), 5000);
      await rm(directory, { recursive: true });
    });
  });
}
