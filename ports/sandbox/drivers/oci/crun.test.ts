import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeSandboxPort } from '../../suite.ts';
import { findLeftovers } from './leftovers.ts';
import { createOciSandboxPort } from './oci-port.ts';

const WORKS = 'It works; an earlier one was taken.';
const dataDirectory = await mkdtemp(join(tmpdir(), 'sandbox-crun-'));
const port = createOciSandboxPort({ dataDirectory });
const { rejected } = await port.describe();
await port.close();
await rm(dataDirectory, { recursive: true });
const reason = rejected.find((other) => other.name === 'crun')?.reason ?? '';

it('says whether crun works, or what stopped its trial', () => {
  expect(reason).toMatch(/^It works|it is not installed \(apt-get install -y crun\)|it cannot run a trial: \S+/);
});

// crun does not run on every machine, such as those with both versions of control groups mounted.
const describeCrun = reason === WORKS ? describeSuite : describeRefusal;
describeCrun();

function describeSuite(): void {
  describeSandboxPort('oci driver with crun', {
    make: (directory) => createOciSandboxPort({ dataDirectory: directory, runtime: 'crun' }),
    leftovers: findLeftovers,
    victim: new URL('victim.ts', import.meta.url),
    victimArguments: ['crun'],
  });
}

function describeRefusal(): void {
  it('refuses to start with crun and tells why', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'sandbox-crun-'));
    const chosen = createOciSandboxPort({ dataDirectory: directory, runtime: 'crun' });
    await expect(chosen.describe()).rejects.toMatchObject({
      code: 'port_not_configured',
      message: expect.stringContaining('SANDBOX_RUNTIME') as string,
    });
    await chosen.close();
    await rm(directory, { recursive: true });
  });
}
