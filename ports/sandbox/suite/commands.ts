import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import type { Terminal } from '../port.ts';
import { isDeclared, NODE, useFixture, type Subject } from './subject.ts';

export function describeCommands(subject: Subject): void {
  describe('commands', () => {
    const fixture = useFixture(subject);

    it('reports exit code, signal and both outputs apart', async () => {
      const sandbox = await fixture().start();
      const result = await sandbox.exec({ command: ['sh', '-c', 'echo out; echo err >&2; exit 3'] });
      expect({ ...result, stdout: String(result.stdout), stderr: String(result.stderr) }).toEqual({
        code: 3,
        signal: null,
        stdout: 'out\n',
        stderr: 'err\n',
        truncated: false,
      });
      expect(await sandbox.exec({ command: ['sh', '-c', 'kill -TERM $$'] })).toMatchObject({
        code: null,
        signal: 'SIGTERM',
      });
      await sandbox.stop({ graceMs: 0 });
    });

    it('carries every byte in and out', async () => {
      const sandbox = await fixture().start();
      const stdin = randomBytes(3 * 1024 * 1024);
      const { stdout } = await sandbox.exec({ command: ['cat'] }, { stdin });
      expect(stdout.equals(stdin)).toBe(true);
      const hashed = await sandbox.exec({ command: ['sha256sum'] }, { stdin });
      expect(String(hashed.stdout)).toContain(createHash('sha256').update(stdin).digest('hex'));
      await sandbox.stop({ graceMs: 0 });
    });

    it('drops output beyond a bound and says so', async () => {
      const sandbox = await fixture().start();
      const result = await sandbox.exec({ command: ['sh', '-c', 'yes | head -c 20000000'] }, { maximumBytes: 1000 });
      expect(result).toMatchObject({ code: 0, truncated: true });
      expect(result.stdout).toHaveLength(1000);
      await sandbox.stop({ graceMs: 0 });
    });

    it('kills a command that is aborted', async () => {
      const sandbox = await fixture().start();
      const abort = new AbortController();
      const running = sandbox.exec({ command: ['sleep', '1000'] }, { abort: abort.signal });
      await vi.waitFor(async () => {
        abort.abort();
        expect((await running).signal).toBe('SIGKILL');
      });
      await sandbox.stop({ graceMs: 0 });
    });

    it('says when a command is not there', async () => {
      const sandbox = await fixture().start();
      await expect(sandbox.exec({ command: ['no-such-program'] })).rejects.toMatchObject({
        code: 'sandbox_exec_failed',
        message: expect.stringContaining('no-such-program') as string,
      });
      await sandbox.stop({ graceMs: 0 });
    });
  });
}

export function describeTerminals(subject: Subject): void {
  describe('terminals', () => {
    const fixture = useFixture(subject);

    it('runs a program on a terminal of the given size, resizes it and delivers ^C', async () => {
      const { report, start } = fixture();
      expect(isDeclared(report.abilities.pty)).toBe(true);
      if (!report.abilities.pty.works) return;
      const sandbox = await start();
      const terminal = await sandbox.pty({ command: ['sh'] }, { columns: 91, rows: 33 });
      const seen = record(terminal);
      terminal.write('test -t 0 && stty size\r');
      await vi.waitFor(() => expect(seen.text).toContain('33 91'), 10_000);
      terminal.resize({ columns: 120, rows: 40 });
      terminal.write('stty size\r');
      await vi.waitFor(() => expect(seen.text).toContain('40 120'), 10_000);
      terminal.write('printf "begin%s\\n" ning; sleep 1000\r');
      await vi.waitFor(() => expect(seen.text).toContain('beginning'), 10_000);
      terminal.write('\u0003');
      await vi.waitFor(() => expect(seen.text).toMatch(/\^C/), 10_000);
      terminal.write('exit 9\r');
      expect(await terminal.exited).toEqual({ code: 9, signal: null });
      await sandbox.stop({ graceMs: 0 });
    });

    it('keeps what a terminal wrote before anybody listened', async () => {
      const sandbox = await fixture().start();
      const terminal = await sandbox.pty({ command: [NODE, '-p', '"early"'] }, { columns: 80, rows: 24 });
      await terminal.exited;
      expect(record(terminal).text).toContain('early');
      await sandbox.stop({ graceMs: 0 });
    });
  });
}

function record(terminal: Terminal): { text: string } {
  const seen = { text: '' };
  terminal.onData((data) => (seen.text += data.toString()));
  return seen;
}
