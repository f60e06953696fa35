import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OWNERS, sh, useFixture, type Subject } from './subject.ts';

const MEBIBYTE = 1024 * 1024;

export function describeVolumes(subject: Subject): void {
  describe('volumes', () => {
    const fixture = useFixture(subject);

    it('keeps files from one sandbox to the next', async () => {
      const { start } = fixture();
      const first = await start();
      await sh(first, 'echo kept > file; mkdir -p a/b; ln -s file link');
      await first.stop({ graceMs: 0 });
      const second = await start({ volume: first.id });
      expect((await sh(second, 'cat link; test -d a/b && echo directory')).out).toBe('kept\ndirectory');
      await second.stop({ graceMs: 0 });
    });

    it('fills a volume from a seed that the runner owns', async () => {
      const { start, port, next } = fixture();
      const seed = await mkdtemp(join(tmpdir(), 'seed-'));
      await mkdir(join(seed, 'src'));
      await writeFile(join(seed, 'src', 'index.js'), 'hello');
      await symlink('src/index.js', join(seed, 'main'));
      const { id, ordinal } = next();
      await port.volumes.create({ id, ordinal, bytes: 32 * MEBIBYTE, seed: { directory: seed } });
      await rm(seed, { recursive: true });
      const sandbox = await start({ volume: id });
      expect((await sh(sandbox, 'cat main; echo; find . -printf "%U %p\\n" | sort; echo x > src/new')).out).toBe(
        'hello\n1000 .\n1000 ./main\n1000 ./src\n1000 ./src/index.js',
      );
      await sandbox.stop({ graceMs: 0 });
    });

    it('refuses a seed that does not fit', async () => {
      const { port, next } = fixture();
      if (!fixture().report.limits.disk.works) return;
      const seed = await mkdtemp(join(tmpdir(), 'seed-'));
      await writeFile(join(seed, 'large'), Buffer.alloc(40 * MEBIBYTE, 1));
      const creating = port.volumes.create({ ...next(), bytes: 32 * MEBIBYTE, seed: { directory: seed } });
      await expect(creating).rejects.toMatchObject({ code: 'volume_full' });
      await rm(seed, { recursive: true });
    });
  });
}

export function describeForks(subject: Subject): void {
  describe('forks', () => {
    const fixture = useFixture(subject);

    it('forks a volume in use into one that is independent', async () => {
      const { start, port, next, report } = fixture();
      const source = await start({}, 1024 * MEBIBYTE);
      await sh(
        source,
        'head -c 100M /dev/urandom > data; echo one > file; ln -s /etc/passwd link; sha256sum data > sum',
      );
      const { id, ordinal } = next();
      if (!report.limits.disk.works) await source.stop({ graceMs: 0 });
      await port.volumes.fork(source.id, id, { ordinal });
      const fork = await start({ volume: id });
      expect((await sh(fork, `sha256sum -c sum; cat file; ${OWNERS} file link; echo two > file; rm data`)).out).toBe(
        'data: OK\none\n1000\n1000',
      );
      expect((await sh(source, 'cat file; sha256sum -c sum')).out).toBe('one\ndata: OK');
      await Promise.all([source.stop({ graceMs: 0 }), fork.stop({ graceMs: 0 })]);
    });

    it('forks half a gigabyte within three seconds', async () => {
      const { start, port, next } = fixture();
      const source = await start({}, 1024 * MEBIBYTE);
      await sh(source, 'head -c 500M /dev/urandom > data; sync');
      await source.stop({ graceMs: 0 });
      const { id, ordinal } = next();
      const startedAt = performance.now();
      await port.volumes.fork(source.id, id, { ordinal });
      expect(performance.now() - startedAt).toBeLessThan(3000);
      expect((await port.volumes.usage(id)).usedBytes).toBeGreaterThan(500_000_000);
      await port.volumes.remove(id);
      await port.volumes.remove(source.id);
    });
  });
}

export function describeQuotas(subject: Subject): void {
  describe('quotas', () => {
    const fixture = useFixture(subject);

    it('counts what is used, whether a sandbox runs or not', async () => {
      const { start, port } = fixture();
      const sandbox = await start();
      await sh(sandbox, 'head -c 10M /dev/urandom > data; touch a b c; sync');
      const running = await port.volumes.usage(sandbox.id);
      expect(running.usedBytes).toBeGreaterThan(10 * MEBIBYTE);
      expect(running.usedBytes).toBeLessThan(12 * MEBIBYTE);
      await sandbox.stop({ graceMs: 0 });
      const stopped = await port.volumes.usage(sandbox.id);
      expect(Math.abs(stopped.usedBytes - running.usedBytes)).toBeLessThan(MEBIBYTE / 4);
      expect(stopped).toMatchObject({ usedInodes: running.usedInodes, limitBytes: running.limitBytes });
    });

    it('resizes a volume, but not below what it holds nor while it is in use', async () => {
      const { start, port, report } = fixture();
      if (!report.limits.disk.works) return;
      const sandbox = await start({}, 64 * MEBIBYTE);
      await sh(sandbox, 'head -c 40M /dev/urandom > data');
      await expect(port.volumes.resize(sandbox.id, 128 * MEBIBYTE)).rejects.toMatchObject({ code: 'volume_in_use' });
      await expect(port.volumes.remove(sandbox.id)).rejects.toMatchObject({ code: 'volume_in_use' });
      await sandbox.stop({ graceMs: 0 });
      await expect(port.volumes.resize(sandbox.id, 32 * MEBIBYTE)).rejects.toMatchObject({ code: 'volume_full' });
      await port.volumes.resize(sandbox.id, 128 * MEBIBYTE);
      const usage = await port.volumes.usage(sandbox.id);
      expect(usage.limitBytes).toBeGreaterThan(100 * MEBIBYTE);
      expect(usage.usedBytes).toBeLessThan(45 * MEBIBYTE);
      const again = await start({ volume: sandbox.id });
      expect((await sh(again, 'head -c 60M /dev/zero > more')).code).toBe(0);
      await again.stop({ graceMs: 0 });
    });

    it('lists and removes volumes', async () => {
      const { port, next } = fixture();
      const { id, ordinal } = next();
      await port.volumes.create({ id, ordinal, bytes: 32 * MEBIBYTE });
      await expect(port.volumes.create({ id, ordinal, bytes: 32 * MEBIBYTE })).rejects.toMatchObject({
        code: 'volume_exists',
      });
      expect(await port.volumes.list()).toContainEqual({ id, ordinal, limitBytes: 32 * MEBIBYTE, inUse: false });
      await port.volumes.remove(id);
      await port.volumes.remove(id);
      expect((await port.volumes.list()).map((volume) => volume.id)).not.toContain(id);
      await expect(port.volumes.usage(id)).rejects.toMatchObject({ code: 'volume_not_found' });
    });
  });
}
