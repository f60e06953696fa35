import { createOciSandboxPort } from './oci-port.ts';
import { ociOptions } from './options.ts';

/** A process that starts two sandboxes and waits to be killed; see `suite/remains.ts`. */
const [dataDirectory, runtime] = process.argv.slice(2);
const port = createOciSandboxPort(ociOptions.parse({ dataDirectory, runtime }));
const limits = { cpus: 1, memoryBytes: 256 * 1024 * 1024, pids: 64 };
for (const [id, ordinal] of [
  ['one', 1],
  ['two', 2],
] as const) {
  await port.volumes.create({ id, ordinal, bytes: 32 * 1024 * 1024 });
  const command = ['sh', '-c', 'echo written > file; sync; sleep 1000 & sleep 1000'];
  const sandbox = await port.start({ id, volume: id, command, limits, network: 'egress', listen: true });
  while ((await sandbox.exec({ command: ['test', '-s', 'file'] })).code !== 0);
}
process.stdout.write('started\n');
setInterval(() => undefined, 1000);
