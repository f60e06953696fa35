import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SandboxPort } from '../../port.ts';
import { createOciSandboxPort } from './oci-port.ts';

const run = promisify(execFile);
const NAMESPACE = 'ecode-private-test';
const PRIVATE = '10.213.7.2';
const METADATA = '169.254.169.254';
const LISTEN = `for (const port of [25, 8080]) require('net').createServer((s) => s.end()).listen(port, '0.0.0.0', () => console.log(port))`;

/** A machine of a private network and a metadata service that really answer, behind a route of this machine. */
describe('a private network that is really there', () => {
  let listener: ChildProcess;
  let directory: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'sandbox-private-'));
    await run('ip', ['netns', 'add', NAMESPACE]);
    const pair = ['link', 'add', 'ecodeprivate', 'type', 'veth', 'peer', 'name', 'eth0', 'netns', NAMESPACE];
    for (const args of [
      pair,
      ['address', 'add', '10.213.7.1/30', 'dev', 'ecodeprivate'],
      ['link', 'set', 'ecodeprivate', 'up'],
      ['route', 'add', METADATA, 'via', PRIVATE, 'onlink', 'dev', 'ecodeprivate'],
      ['-n', NAMESPACE, 'address', 'add', `${PRIVATE}/30`, 'dev', 'eth0'],
      ['-n', NAMESPACE, 'address', 'add', `${METADATA}/32`, 'dev', 'eth0'],
      ['-n', NAMESPACE, 'link', 'set', 'eth0', 'up'],
      ['-n', NAMESPACE, 'route', 'add', 'default', 'via', '10.213.7.1'],
    ]) {
      await run('ip', args);
    }
    listener = spawn('nsenter', [`--net=/run/netns/${NAMESPACE}`, process.execPath, '-e', LISTEN], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(listener, 'spawn');
    if (listener.stdout !== null) await once(listener.stdout, 'data');
  });
  afterAll(async () => {
    listener.kill('SIGKILL');
    await run('ip', ['link', 'del', 'ecodeprivate']);
    await run('ip', ['netns', 'del', NAMESPACE]);
    await rm(directory, { recursive: true });
  });

  it('is refused, and so is the metadata service', async () => {
    const port = createOciSandboxPort({ dataDirectory: join(directory, 'closed') });
    expect(await reach(port, [`${PRIVATE}:8080`, `${METADATA}:8080`])).toEqual(['refused', 'refused']);
  });

  it('is opened by the setting, except for SMTP', async () => {
    const port = createOciSandboxPort({
      dataDirectory: join(directory, 'open'),
      egressAllow: ['10.213.7.0/30', METADATA],
    });
    const asked = [`${PRIVATE}:8080`, `${METADATA}:8080`, `${PRIVATE}:25`];
    expect(await reach(port, asked)).toEqual(['reached', 'reached', 'refused']);
  });
});

/** Asks from inside a sandbox which addresses answer, and closes the port. */
async function reach(port: SandboxPort, addresses: readonly string[]): Promise<string[]> {
  await port.volumes.create({ id: 'a', ordinal: 1, bytes: 32 * 1024 * 1024 });
  const limits = { cpus: 1, memoryBytes: 128 * 1024 * 1024, pids: 32 };
  const sandbox = await port.start({ id: 'a', volume: 'a', command: ['sleep', '60'], limits, network: 'egress' });
  const answers: string[] = [];
  for (const address of addresses) {
    const script = `timeout 2 bash -c '< /dev/tcp/${address.replace(':', '/')}' 2> /dev/null && echo reached || echo refused`;
    answers.push(String((await sandbox.exec({ command: ['sh', '-c', script] })).stdout).trim());
  }
  await port.close();
  return answers;
}
