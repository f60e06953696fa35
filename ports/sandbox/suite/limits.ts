import { createServer, get } from 'node:http';
import { statfs } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { isDeclared, LIMITS, NODE, perl, sh, useFixture, type Subject } from './subject.ts';

const MEBIBYTE = 1024 * 1024;

export function describeLimits(subject: Subject): void {
  describe('limits', () => {
    const fixture = useFixture(subject);

    it('gives a busy sandbox its share of the processor and no more', async () => {
      const command = ['sh', '-c', 'while :; do :; done & while :; do :; done'];
      const sandbox = await fixture().start({ command, limits: { ...LIMITS, cpus: 0.5 } });
      const [before, startedAt] = [await sandbox.stats(), performance.now()];
      await new Promise((resolve) => setTimeout(resolve, 2000));
      const share = ((await sandbox.stats()).cpuSeconds - before.cpuSeconds) / ((performance.now() - startedAt) / 1000);
      expect(share).toBeGreaterThan(0.2);
      expect(share).toBeLessThan(0.65);
      await sandbox.stop({ graceMs: 0 });
    });

    it('reports a command that ran out of memory as that', async () => {
      const { report, start } = fixture();
      const program = 'const kept = []; for (;;) kept.push(Buffer.alloc(4 << 20, 1));';
      const limits = { ...LIMITS, memoryBytes: 128 * MEBIBYTE };
      const worst = await worstAnswer(async () => {
        const exit = await (await start({ command: [NODE, '-e', program], limits })).exited;
        const told = report.abilities.outOfMemoryReport.works;
        expect(exit.reason).toBe(told ? 'out_of_memory' : 'signalled');
        expect(exit.message).toContain(told ? '128 MiB' : 'SIGKILL');
      });
      expect(worst).toBeLessThan(1000);
    });

    it('counts a child that was killed for memory, or ends with it where the driver says so', async () => {
      const { report, start } = fixture();
      const alone = report.abilities.singleProcessKill;
      expect(isDeclared(alone)).toBe(true);
      const sandbox = await start({ limits: { ...LIMITS, memoryBytes: 128 * MEBIBYTE } });
      const child = perl(sandbox, '$x = "x" x (300 * 1024 * 1024); print length $x;').then(
        (answer) => (answer.code === 0 ? 'survived' : 'killed'),
        () => 'killed',
      );
      const whole = sandbox.exited.then((exit) => exit.reason);
      expect(alone.works ? await child : await whole).toBe(alone.works ? 'killed' : 'out_of_memory');
      const kills = alone.works ? (await sandbox.stats()).outOfMemoryKills : 1;
      expect(kills).toBeGreaterThan(0);
      await sandbox.stop({ graceMs: 0 });
    });

    it('watches files within limits of its own, so that others can watch theirs', async () => {
      const { report, start } = fixture();
      const sandbox = await start({ network: 'egress' });
      const read = async (name: string) =>
        (await sh(sandbox, `cat /proc/sys/user/max_inotify_${name} 2> /dev/null`)).out;
      // A kernel of its own watches without the machine's, and has no such files.
      const limits = report.kernel === 'shared' ? ['65536', '256'] : ['', ''];
      expect([await read('watches'), await read('instances')]).toEqual(limits);
      await sandbox.stop({ graceMs: 0 });
    });

    it('counts files in /tmp as memory', async () => {
      const sandbox = await fixture().start({ limits: { ...LIMITS, memoryBytes: 64 * MEBIBYTE } });
      const filled = await sh(sandbox, 'head -c 200M /dev/zero > /tmp/x; wc -c < /tmp/x').catch(() => undefined);
      const size = Number(filled?.out.split('\n').at(-1));
      expect(filled === undefined || Number.isNaN(size) || size <= 64 * MEBIBYTE).toBe(true);
      await sandbox.stop({ graceMs: 0 });
    });
  });
}

export function describeHogs(subject: Subject): void {
  describe('hogs', () => {
    const fixture = useFixture(subject);

    it('contains a fork bomb while the platform keeps answering', async () => {
      const { report, start } = fixture();
      const sandbox = await start();
      const bomb = await sandbox.spawn({ command: ['perl', '-e', '1 while defined fork || 1;'] });
      bomb.stdout.resume();
      const worst = await worstAnswer(() => new Promise((resolve) => setTimeout(resolve, 2500)));
      expect(worst).toBeLessThan(1000);
      expect(isDeclared(report.limits.pids)).toBe(true);
      const pids = await sandbox.stats().then(
        (stats) => stats.pids,
        () => 0,
      );
      expect(pids).toBeLessThanOrEqual(report.limits.pids.works ? LIMITS.pids : 4096);
      const stopping = performance.now();
      await sandbox.stop({ graceMs: 0 });
      expect(performance.now() - stopping).toBeLessThan(10_000);
    });

    it('fills a volume to its quota, not the disk of the machine', async () => {
      const { report, start, port, directory } = fixture();
      expect(isDeclared(report.limits.disk)).toBe(true);
      if (!report.limits.disk.works) return;
      const sandbox = await start({}, 64 * MEBIBYTE);
      const before = await statfs(directory);
      const worst = await worstAnswer(async () => {
        const { out } = await sh(sandbox, 'head -c 500M /dev/zero > full; sync; wc -c < full');
        expect(out).toContain('No space left on device');
        expect(Number(out.split('\n').find((line) => /^\d+$/.test(line)))).toBeLessThan(64 * MEBIBYTE);
      });
      expect(worst).toBeLessThan(1000);
      const after = await statfs(directory);
      expect((before.bavail - after.bavail) * after.bsize).toBeLessThan(400 * MEBIBYTE);
      const usage = await port.volumes.usage(sandbox.id);
      expect(usage.usedBytes / usage.limitBytes).toBeGreaterThan(0.95);
      expect((await sh(sandbox, 'rm full && echo text > small && cat small')).out).toBe('text');
      await sandbox.stop({ graceMs: 0 });
    });

    it('bounds the number of files', async () => {
      const { report, start, port, next } = fixture();
      if (!report.limits.disk.works) return;
      const { id, ordinal } = next();
      await port.volumes.create({ id, ordinal, bytes: 64 * MEBIBYTE, inodes: 1024 });
      const sandbox = await start({ volume: id });
      const { out } = await sh(sandbox, 'i=0; while : > f$i; do i=$((i+1)); done; ls | wc -l');
      expect(out).toMatch(/No space left on device|cannot create/);
      const usage = await port.volumes.usage(id);
      expect(usage.usedInodes).toBe(usage.limitInodes);
      await sandbox.stop({ graceMs: 0 });
    });

    it('bounds open files and leaves those of the machine alone', async () => {
      const sandbox = await fixture().start();
      const program = 'my @f; while (open(my $f, "<", "/dev/null")) { push @f, $f } print scalar(@f), " $!";';
      const worst = await worstAnswer(async () => {
        const { out } = await perl(sandbox, program);
        expect(out).toMatch(/^\d+ Too many open files/);
      });
      expect(worst).toBeLessThan(1000);
      await sandbox.stop({ graceMs: 0 });
    });
  });
}

/** Milliseconds of the slowest answer of an HTTP server of this process while `work` runs. */
async function worstAnswer(work: () => Promise<unknown>): Promise<number> {
  const server = createServer((_, response) => response.end('here'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  let [worst, done] = [0, false];
  const asking = (async () => {
    while (!done) {
      const startedAt = performance.now();
      await new Promise((resolve, reject) => get({ port, agent: false }, resolve).once('error', reject));
      worst = Math.max(worst, performance.now() - startedAt);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  })();
  try {
    await work();
  } finally {
    done = true;
    await asking;
    server.closeAllConnections();
    server.close();
  }
  return worst;
}
