import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it, vi } from 'vitest';
import { HOME, WORKSPACE } from '../port.ts';
import { isDeclared, LIMITS, NODE, NODE_MOUNT, sh, useFixture, type Subject } from './subject.ts';

export function describeLifecycle(subject: Subject): void {
  describe('lifecycle', () => {
    const fixture = useFixture(subject);

    it('says which runtime was chosen and why, and why the others were not', () => {
      const { report } = fixture();
      expect(report.runtime.version).not.toBe('');
      expect(report.runtime.reason).not.toBe('');
      for (const other of report.rejected) expect(other.reason, other.name).not.toBe('');
    });

    it('runs a command, hands its output on and reports the exit code', async () => {
      const stdout = new PassThrough();
      const stderr = new PassThrough();
      const sandbox = await fixture().start({
        command: ['sh', '-c', 'echo out; echo err >&2; exit 7'],
        stdout,
        stderr,
      });
      const exit = await sandbox.exited;
      stdout.end();
      stderr.end();
      expect(exit).toMatchObject({ reason: 'exited', code: 7, signal: null });
      expect(await text(stdout)).toBe('out\n');
      expect(await text(stderr)).toBe('err\n');
    });

    it('reports the signal that ended a command', async () => {
      const sandbox = await fixture().start({ command: ['sh', '-c', 'kill -SEGV $$'] });
      expect(await sandbox.exited).toMatchObject({ reason: 'signalled', signal: 'SIGSEGV' });
    });

    it('runs everything as one user without rights', async () => {
      const sandbox = await fixture().start();
      const { out } = await sh(
        sandbox,
        'id -u; id -g; pwd; echo $HOME; grep -E "^(CapEff|CapBnd|NoNewPrivs)" /proc/self/status',
      );
      expect(out.split('\n').slice(0, 4)).toEqual(['1000', '1000', WORKSPACE, HOME]);
      expect(out).toMatch(/CapEff:\s+0+$/m);
      expect(out).toMatch(/CapBnd:\s+0+$/m);
      await sandbox.stop({ graceMs: 0 });
    });

    it('shows exactly the environment that was asked for', async () => {
      process.env['SUITE_SECRET'] = 'platform';
      const sandbox = await fixture().start({ command: ['env'], environment: { COLOUR: 'blue green' } });
      await sandbox.exited;
      const second = await fixture().start({ environment: { COLOUR: 'blue green' } });
      const inside = await second.exec({ command: ['env'], environment: { SHAPE: 'round' } });
      const names = String(inside.stdout)
        .trim()
        .split('\n')
        .map((line) => line.split('=')[0]);
      const defaults = [
        'HOME',
        'LANG',
        'LOGNAME',
        'NODE_EXTRA_CA_CERTS',
        'PATH',
        'SHELL',
        'SSL_CERT_FILE',
        'TERM',
        'USER',
      ];
      expect(new Set(names)).toEqual(new Set([...defaults, 'COLOUR', 'SHAPE']));
      const first = await sh(second, 'tr "\\0" "\\n" < /proc/1/environ');
      expect(first.out).not.toContain('SUITE_SECRET');
      expect(first.out).toContain('COLOUR=blue green');
      await second.stop({ graceMs: 0 });
    });
  });
}

export function describeListening(subject: Subject): void {
  describe('listening', () => {
    const fixture = useFixture(subject);

    it('answers on the socket that it handed to the command', async () => {
      const program = `
        const token = process.env.LISTEN_TOKEN;
        require('net').createServer((socket) => {
          let greeted = token === undefined;
          socket.on('data', (data) => {
            let text = String(data);
            if (!greeted) { const line = 'TOKEN ' + token + '\\n'; if (!text.startsWith(line)) return socket.destroy(); greeted = true; text = text.slice(line.length); }
            if (text !== '') socket.end('echo ' + text);
          });
        }).listen(process.env.LISTEN_FDS === '1' ? { fd: 3 } : Number(process.env.LISTEN_TCP_PORT));`;
      const sandbox = await fixture().start({ command: [NODE, '-e', program], listen: true });
      const dialled = await vi.waitFor(() => sandbox.dial(), { timeout: 20_000, interval: 50 });
      dialled.write('hello');
      expect(await text(dialled)).toBe('echo hello');
      await sandbox.stop({ graceMs: 0 });
      await expect(sandbox.dial()).rejects.toMatchObject({ code: 'sandbox_stopped' });
    });

    it('refuses to dial a sandbox that does not listen', async () => {
      const sandbox = await fixture().start();
      await expect(sandbox.dial()).rejects.toMatchObject({ code: 'sandbox_not_listening' });
      await sandbox.stop({ graceMs: 0 });
    });
  });
}

export function describeStopping(subject: Subject): void {
  describe('stopping', () => {
    const fixture = useFixture(subject);

    it('gives the command time to end, and kills what does not', async () => {
      const trapping = (action: string) => `trap "${action}" TERM; : > ready; while :; do sleep 0.05; done`;
      const polite = await fixture().start({ command: ['sh', '-c', trapping('exit 5')] });
      await vi.waitFor(async () => expect((await sh(polite, 'test -e ready')).code).toBe(0), 10_000);
      expect(await polite.stop({ graceMs: 10_000 })).toMatchObject({ reason: 'stopped', code: 5 });
      const stubborn = await fixture().start({ command: ['sh', '-c', trapping('')] });
      await vi.waitFor(async () => expect((await sh(stubborn, 'test -e ready')).code).toBe(0), 10_000);
      expect(await stubborn.stop({ graceMs: 100 })).toMatchObject({ reason: 'stopped', signal: 'SIGKILL' });
      await expect(stubborn.exec({ command: ['true'] })).rejects.toMatchObject({ code: 'sandbox_stopped' });
    });

    it('kills the whole tree, also what forked twice and left the session', async () => {
      const sandbox = await fixture().start();
      await sh(sandbox, '(setsid sh -c "setsid sleep 4242 & setsid sleep 4242 &" &) > /dev/null 2>&1; sleep 0.2');
      expect((await sandbox.stats()).pids).toBeGreaterThanOrEqual(3);
      await sandbox.stop({ graceMs: 200 });
      expect(await subject.leftovers(fixture().directory)).not.toContainEqual(expect.stringContaining('sleep 4242'));
    });

    it('freezes and thaws', async () => {
      const { report, start } = fixture();
      expect(isDeclared(report.abilities.freeze)).toBe(true);
      if (!report.abilities.freeze.works) return;
      const sandbox = await start({ command: ['sh', '-c', 'i=0; while :; do i=$((i+1)); done'] });
      await sandbox.freeze();
      const before = await sandbox.stats();
      await new Promise((resolve) => setTimeout(resolve, 300));
      const after = await sandbox.stats();
      expect(after).toMatchObject({ frozen: true });
      expect(after.cpuSeconds - before.cpuSeconds).toBeLessThan(0.02);
      await expect(sandbox.exec({ command: ['true'] })).rejects.toMatchObject({ code: 'sandbox_frozen' });
      await sandbox.thaw();
      await vi.waitFor(
        async () => expect((await sandbox.stats()).cpuSeconds).toBeGreaterThan(after.cpuSeconds + 0.1),
        10_000,
      );
      await sandbox.freeze();
      expect(await sandbox.stop({ graceMs: 0 })).toMatchObject({ reason: 'stopped' });
    });

    it('explains what is wrong with a description', async () => {
      const { port, start, next } = fixture();
      const { id } = next();
      const spec = { id, volume: 'absent', command: ['true'], limits: LIMITS, network: 'none' as const };
      await expect(port.start(spec)).rejects.toMatchObject({ code: 'volume_not_found' });
      await expect(port.start({ ...spec, id: '../x' })).rejects.toMatchObject({ code: 'sandbox_spec_invalid' });
      const covering = { ...spec, mounts: [{ ...NODE_MOUNT, destination: '/home/runner/x' }] };
      await expect(port.start(covering)).rejects.toMatchObject({ code: 'sandbox_spec_invalid' });
      await expect(start({ workingDirectory: '/absent' })).rejects.toMatchObject({ code: 'sandbox_start_failed' });
      const sandbox = await start();
      await expect(port.start({ ...spec, volume: sandbox.id })).rejects.toMatchObject({ code: 'volume_in_use' });
      await expect(port.start({ ...spec, id: sandbox.id, volume: sandbox.id })).rejects.toMatchObject({
        code: 'sandbox_exists',
      });
      await sandbox.stop({ graceMs: 0 });
    });
  });
}
