import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOciSandboxPort } from './oci-port.ts';

const run = promisify(execFile);
const MEBIBYTE = 1024 * 1024;
const LIMITS = { cpus: 1, memoryBytes: 128 * MEBIBYTE, pids: 32 };

describe('oci driver on this machine', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'sandbox-machine-'));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  it('says in one line what to do when it is not root', async () => {
    const program = `
      const { createOciSandboxPort } = await import('${new URL('oci-port.ts', import.meta.url).href}');
      process.setuid(65534);
      await createOciSandboxPort({ dataDirectory: '${directory}' }).describe().catch((error) => console.log(error.code, error.message));`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program]);
    expect(stdout).toMatch(/^port_not_configured .*needs root.*sudo npm start/);
  });

  it('opens a private network that the setting allows, and nothing of the machine', async () => {
    const port = createOciSandboxPort({ dataDirectory: directory, egressAllow: ['10.9.8.0/24'] });
    expect((await port.describe()).network.description).toContain('10.9.8.0/24');
    const table = (await run('nft', ['list', 'tables'])).stdout.split('\n').filter((line) => line.includes('e_code_'));
    const listed = await Promise.all(table.map((line) => run('nft', ['list', ...line.split(' ')])));
    expect(listed.some((rules) => rules.stdout.includes('10.9.8.0/24'))).toBe(true);
    await port.close();
  });

  it('refuses to fill the last of the disk of the machine', async () => {
    const port = createOciSandboxPort({ dataDirectory: directory, reservedDiskBytes: Number.MAX_SAFE_INTEGER });
    const creating = port.volumes.create({ id: 'a', ordinal: 1, bytes: 32 * MEBIBYTE });
    await expect(creating).rejects.toMatchObject({ code: 'host_disk_full' });
    await port.close();
  });

  it('keeps the environment of a sandbox out of the arguments of every process', async () => {
    const port = createOciSandboxPort({ dataDirectory: directory });
    await port.volumes.create({ id: 'a', ordinal: 1, bytes: 32 * MEBIBYTE });
    const environment = { SECRET: 'hidden-value-4711' };
    const command = ['sleep', 'infinity'];
    const sandbox = await port.start({ id: 'a', volume: 'a', command, environment, limits: LIMITS, network: 'none' });
    const running = sandbox.exec({ command: ['sleep', '0.2'], environment });
    expect((await run('ps', ['-eo', 'args'])).stdout).not.toContain('hidden-value-4711');
    await running;
    await port.close();
  });

  it('leaves the firewall rules of others as they are', async () => {
    await run('nft', ['add', 'table', 'inet', 'somebody_else']);
    try {
      const port = createOciSandboxPort({ dataDirectory: directory });
      await port.describe();
      await port.close();
      expect((await run('nft', ['list', 'tables'])).stdout).toContain('somebody_else');
    } finally {
      await run('nft', ['delete', 'table', 'inet', 'somebody_else']);
    }
  });

  it('gives the network a name server without touching the resolver of the machine', async () => {
    const before = await readFile('/etc/resolv.conf', 'utf8');
    const port = createOciSandboxPort({ dataDirectory: directory });
    await port.volumes.create({ id: 'a', ordinal: 1, bytes: 32 * MEBIBYTE });
    const sandbox = await port.start({
      id: 'a',
      volume: 'a',
      command: ['sleep', '9'],
      limits: LIMITS,
      network: 'egress',
    });
    const { stdout } = await sandbox.exec({ command: ['cat', '/etc/resolv.conf'] });
    expect(String(stdout)).toMatch(/^nameserver 100\.83\.255\.253\n/);
    expect(await readFile('/etc/resolv.conf', 'utf8')).toBe(before);
    await port.close();
  });
});
