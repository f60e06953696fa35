import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Sandbox, SandboxPort } from '../../port.ts';
import { layoutOf } from './layout.ts';
import { findLeftovers } from './leftovers.ts';
import { createOciSandboxPort } from './oci-port.ts';
import { ociOptions } from './options.ts';

const run = promisify(execFile);
const VOLUME = { id: 'a', ordinal: 1, bytes: 32 * 1024 * 1024 };
const LIMITS = { cpus: 1, memoryBytes: 128 * 1024 * 1024, pids: 32 };
const WAITING = { id: 'a', volume: 'a', command: ['sleep', 'infinity'], limits: LIMITS, listen: true };
/** An address for documentation. */
const MARKER = '198.51.100.77';
const OTHERS = /\becodeprivate\b|\bec[0-9a-f]{5}[en]\d+/;

describe.each(['runc', 'runsc'] as const)('networks of sandboxes on this machine with %s', (runtime) => {
  let directory: string;
  let prefix: string;
  let port: SandboxPort;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'sandbox-gateway-'));
    prefix = `ec${layoutOf(ociOptions.parse({ dataDirectory: directory })).instance}`;
    port = createOciSandboxPort({ dataDirectory: directory, runtime });
  });
  afterEach(async () => {
    await port.close();
    await rm(directory, { recursive: true });
  });

  it('change no address of the machine, so that browsers on it keep what they are loading', async () => {
    const seen = await watchAddresses(prefix, async () => {
      await port.volumes.create(VOLUME);
      const sandbox = await port.start({ ...WAITING, network: 'egress' });
      expect(await reachGateway(sandbox)).toContain('refused');
      await sandbox.stop({ graceMs: 0 });
      await port.close();
    });
    expect(seen).toEqual([]);
  });

  it('do not depend on what the machine answers to ARP', async () => {
    await port.volumes.create(VOLUME);
    const sandbox = await port.start({ ...WAITING, network: 'egress' });
    const device = (await readdir('/sys/class/net')).find((name) => name.startsWith(prefix));
    await writeFile(`/proc/sys/net/ipv4/conf/${device}/arp_ignore`, '8');
    expect(await reachGateway(sandbox)).toContain('refused');
  });
});

describe('the gateway of an installation', () => {
  it('leaves that of another installation alone when one is closed', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'sandbox-gateway-'));
    const [first, second] = await Promise.all(['first', 'second'].map((name) => prepare(join(directory, name))));
    await first?.close();
    expect((await findLeftovers(join(directory, 'first'))).filter(isGateway)).toEqual([]);
    expect((await findLeftovers(join(directory, 'second'))).filter(isGateway)).toHaveLength(1);
    await second?.close();
    expect((await findLeftovers(join(directory, 'second'))).filter(isGateway)).toEqual([]);
    await rm(directory, { recursive: true });
  });
});

function isGateway(leftover: string): boolean {
  return leftover.startsWith('route');
}

async function prepare(dataDirectory: string) {
  const port = createOciSandboxPort({ dataDirectory, runtime: 'runc' });
  await port.describe();
  return port;
}

/** What a connection to the gateway says: `refused` by its firewall, or no route to it, or nothing at all. */
async function reachGateway(sandbox: Sandbox): Promise<string> {
  const script = `timeout 3 bash -c '< /dev/tcp/100.83.255.254/9' 2>&1 || echo "ended with $?"`;
  return String((await sandbox.exec({ command: ['sh', '-c', script] })).stdout);
}

/** Changes of addresses while `work` runs, but for those of devices that other tests of this machine make. */
async function watchAddresses(prefix: string, work: () => Promise<void>): Promise<string[]> {
  const monitor = spawn('ip', ['-oneline', 'monitor', 'address', 'route', 'label'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  monitor.stdout.on('data', (data: Buffer) => (printed += String(data)));
  try {
    // The monitor does not say when it is ready: a route of our own shows that it watches, and that it has seen all.
    await vi.waitFor(async () => {
      await run('ip', ['route', 'replace', 'local', MARKER, 'dev', 'lo']);
      expect(printed).toContain(MARKER);
    }, 5000);
    await work();
    await run('ip', ['route', 'del', 'local', MARKER, 'dev', 'lo']);
    await vi.waitFor(() => expect(printed).toContain(`Deleted local ${MARKER}`), 5000);
  } finally {
    await run('ip', ['route', 'flush', 'table', 'local', 'root', MARKER]);
    monitor.kill();
  }
  const changes = printed.split('\n').filter((line) => line.startsWith('[ADDR]'));
  return changes.filter((line) => line.includes(prefix) || !OTHERS.test(line));
}
