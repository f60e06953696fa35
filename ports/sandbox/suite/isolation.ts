import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { WORKSPACE } from '../port.ts';
import { NODE_MOUNT, OWNERS, perl, sh, useFixture, useSandbox, type Subject } from './subject.ts';

export function describeIsolation(subject: Subject): void {
  describe('isolation', () => {
    const fixture = useFixture(subject);
    const sandbox = useSandbox(fixture, { network: 'egress' });

    it('sees only its own processes', async () => {
      const { out } = await sh(sandbox(), 'cat /proc/[0-9]*/cmdline | tr "\\0" " "');
      expect(out).toContain('sleep infinity');
      expect(out).not.toMatch(/vitest|postgres/);
      expect((await sh(sandbox(), 'cd /proc; echo [0-9]* | wc -w')).out).toMatch(/^\d$/);
    });

    it('sees only the part of the file system that it was given', async () => {
      const roots = (await sh(sandbox(), 'cd /; echo *')).out.split(' ');
      const given = [
        'bin',
        'dev',
        'etc',
        'home',
        'lib',
        'lib64',
        'mnt',
        'opt',
        'proc',
        'root',
        'run',
        'sbin',
        'sys',
        'tmp',
        'usr',
        'var',
      ];
      expect(given).toEqual(expect.arrayContaining(roots));
      // A kernel of its own shows a /sys that it made up.
      const empty = ['/root', '/run', '/mnt', '/tmp', ...(fixture().report.kernel === 'shared' ? ['/sys'] : [])];
      for (const path of empty) expect((await sh(sandbox(), `cd ${path}; ls -A`)).out, path).toBe('');
      expect((await sh(sandbox(), 'cat /etc/shadow /etc/gshadow /etc/ssh/* /etc/ssl/private/* 2>&1')).out).not.toMatch(
        /root:[*!$]/,
      );
      expect((await sh(sandbox(), 'ls /etc/shadow')).code).not.toBe(0);
    });

    it('makes no device files', async () => {
      const script =
        '(mknod disk b 254 0; mknod /dev/shm/mem c 1 1; head -c 16 disk /dev/shm/mem) 2> /dev/null | wc -c';
      expect((await sh(sandbox(), script)).out).toBe('0');
      expect((await sh(sandbox(), 'mknod pipe p')).code).toBe(0);
    });

    it('does not get out through links in its volume', async () => {
      const secretDirectory = await mkdtemp(join(fixture().directory, 'secret-'));
      await writeFile(join(secretDirectory, 'secret'), 'secret', { mode: 0o644 });
      const target = join(secretDirectory, 'secret');
      const up = '../'.repeat(30);
      const { out } = await sh(
        sandbox(),
        `ln -s ${target} link; cat link; ln ${target} hard; cat ${up}${target}; cat /proc/self/root${target}; cat /proc/1/cwd/${up}${target}`,
      );
      expect(out).not.toMatch(/^secret$/m);
      expect((await sh(sandbox(), 'ln /etc/passwd hard')).code).not.toBe(0);
      await rm(secretDirectory, { recursive: true });
    });
  });
}

export function describeReadOnly(subject: Subject): void {
  describe('files of the system', () => {
    const fixture = useFixture(subject);
    const sandbox = useSandbox(fixture, { network: 'none' });

    it.each([
      ['/usr/bin/x', 'touch /usr/bin/x'],
      ['/etc/passwd', 'echo x >> /etc/passwd'],
      ['the root directory', 'touch /x'],
      ['a mount of the platform', `touch ${NODE_MOUNT.destination}/x`],
      ['/proc/sysrq-trigger', 'echo h > /proc/sysrq-trigger'],
      ['kernel settings', 'echo 1 > /proc/sys/kernel/panic'],
      ['the core pattern', 'echo "|/tmp/x" > /proc/sys/kernel/core_pattern'],
      ['/sys', 'echo x > /sys/kernel/uevent_helper'],
      ['control groups', 'echo x > /sys/fs/cgroup/memory/release_agent'],
      ['its own limits', 'echo -1 > /sys/fs/cgroup/memory/memory.limit_in_bytes'],
    ])('does not write to %s', async (_, script) => {
      const { code, out } = await sh(sandbox(), script);
      expect(code).not.toBe(0);
      expect(out).toMatch(/Permission denied|Read-only file system|No such file|nonexistent|cannot/i);
    });

    it.each([
      '/proc/kcore',
      '/proc/kmem',
      '/dev/mem',
      '/dev/kmsg',
      '/dev/loop0',
      '/dev/vda',
      '/dev/sda',
      '/proc/1/root/etc/shadow',
      '/dev/kvm',
    ])('does not read %s', async (file) => {
      expect((await sh(sandbox(), `head -c 16 ${file} 2>/dev/null | wc -c`)).out).toBe('0');
    });
  });
}

export function describeKernel(subject: Subject): void {
  describe('kernel', () => {
    const fixture = useFixture(subject);
    const sandbox = useSandbox(fixture, { network: 'egress' });

    it('gains nothing from setuid programs', async () => {
      const { out } = await sh(
        sandbox(),
        'cp /usr/bin/id own-id && chmod 4755 own-id && ./own-id -u; for f in $(find /usr/bin -perm -4000); do echo "$f"; done | head -3',
      );
      expect(out.split('\n')[0]).toBe('1000');
      expect((await sh(sandbox(), 'su -c id root < /dev/null')).code).not.toBe(0);
    });

    it('makes no namespaces and no mounts', async () => {
      const calls: Record<string, string> = {
        'unshare(CLONE_NEWUSER)': 'syscall(272, 0x10000000)',
        'unshare(CLONE_NEWNS)': 'syscall(272, 0x20000)',
        'clone(CLONE_NEWUSER)': 'syscall(56, 0x10000000 | 17, 0, 0, 0, 0)',
        mount: 'do { my ($d, $t) = ("/tmp", "tmpfs"); syscall(165, $d, $d, $t, 0, 0) }',
        chroot: 'do { my $d = "/tmp"; syscall(161, $d) }',
        'setns of init': 'do { open(my $n, "<", "/proc/1/ns/mnt"); syscall(308, fileno($n) // -1, 0) }',
      };
      // A kernel of its own may make namespaces of its own: they separate nothing of the machine.
      const names = Object.keys(calls).filter(
        (name) => fixture().report.kernel === 'shared' || !name.includes('CLONE_'),
      );
      for (const name of names) expect((await perl(sandbox(), `print(${calls[name]})`)).out, name).toBe('-1');
    });

    it('reaches nothing of the kernel that only administrators need', async () => {
      const calls: Record<string, string> = {
        bpf: 'syscall(321, 0, 0, 0)',
        keyctl: 'syscall(250, 0, -3, 0)',
        add_key: 'do { my ($t, $d) = ("user", "x"); syscall(248, $t, $d, $d, 1, -3) }',
        perf_event_open: 'syscall(298, 0, 0, -1, -1, 0)',
        userfaultfd: 'syscall(323, 0)',
        kexec_load: 'syscall(246, 0, 0, 0, 0)',
        init_module: 'syscall(175, 0, 0, 0)',
        open_by_handle_at: 'syscall(304, -100, 0, 0)',
        io_uring_setup: 'syscall(425, 1, 0)',
        syslog: 'syscall(103, 3, 0, 0)',
        reboot: 'syscall(169, 0xfee1dead, 672274793, 0x1234567, 0)',
        swapon: 'do { my $d = "/tmp/x"; syscall(167, $d, 0) }',
        iopl: 'syscall(172, 3)',
      };
      // Its own kernel answers with messages that it made up.
      const asked = Object.entries(calls).filter(([name]) => fixture().report.kernel === 'shared' || name !== 'syslog');
      for (const [name, call] of asked) expect((await perl(sandbox(), `print(${call})`)).out, name).toBe('-1');
    });

    it('lets a debugger work on its own processes', async () => {
      const program =
        'my $pid = fork; if (!$pid) { sleep 100 } print syscall(101, 16, $pid, 0, 0); kill 9, $pid; waitpid $pid, 0';
      expect((await perl(sandbox(), program)).out).toBe('0');
    });

    it('signals and traces no process of another sandbox', async () => {
      const neighbour = await fixture().start({ command: ['sleep', '98765'] });
      expect((await sh(sandbox(), 'cat /proc/*/cmdline | tr "\\0" " "')).out).not.toContain('98765');
      await sh(sandbox(), 'kill -9 -1; true').catch(() => undefined);
      expect((await sh(neighbour, 'echo alive')).out).toBe('alive');
      await neighbour.stop({ graceMs: 0 });
    });

    it('maps its users to ids of the machine that nobody else has', async () => {
      const again = await fixture().start();
      const { out } = await sh(again, `cat /proc/self/uid_map; touch mine; ${OWNERS} mine`);
      const [map, owner] = out.split('\n');
      expect(owner).toBe('1000');
      // A kernel of its own shows its own map; the files on the volume belong to the mapped id all the same.
      const lowest = fixture().report.kernel === 'own' ? 0 : 1_000_000;
      expect(Number(map?.trim().split(/\s+/)[1])).toBeGreaterThanOrEqual(lowest);
      expect((await sh(again, `${OWNERS} ${WORKSPACE}`)).out).toBe('1000');
      await again.stop({ graceMs: 0 });
    });
  });
}
