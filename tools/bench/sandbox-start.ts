import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { SandboxPort } from '@e-code/port-sandbox';
import { createOciSandboxPort } from '@e-code/port-sandbox/drivers';

/**
 * Start of a sandbox through the port, with volume, network and listening socket, beside a bare `run /bin/true` of the
 * same bundle with the same runtime, alternating in one run. Needs root. Argument: rounds (default 21).
 */
const rounds = Number(process.argv[2] ?? 21);
const LIMITS = { cpus: 1, memoryBytes: 512 * 1024 * 1024, pids: 128 };
const run = promisify(execFile);

interface Configuration {
  process: { args: string[] };
  hooks?: unknown;
  linux: { cgroupsPath: string };
}

const median = (values: number[]): number => values.toSorted((left, right) => left - right)[values.length >> 1] ?? 0;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

function start(port: SandboxPort, id: string) {
  const command = ['sleep', 'infinity'];
  return port.start({ id, volume: id, command, limits: LIMITS, network: 'egress', listen: true });
}

/** The bundle of the running sandbox `model`, with another command and without the hook that needs a prepared device. */
async function copyBundle(stateDirectory: string, directory: string): Promise<string> {
  const names = await readdir(stateDirectory);
  const state = names.find((name) => name !== 'networks') ?? '';
  const text = await readFile(join(stateDirectory, state, 'bundles', 'model', 'config.json'), 'utf8');
  const { hooks: _, ...configuration } = JSON.parse(text) as Configuration;
  configuration.process.args = ['/bin/true'];
  configuration.linux.cgroupsPath = '/e-code-bench/bare';
  const bundle = join(directory, 'bare');
  await mkdir(bundle);
  await writeFile(join(bundle, 'config.json'), JSON.stringify(configuration));
  return bundle;
}

const directory = await mkdtemp(join(tmpdir(), 'sandbox-start-'));
const stateDirectory = '/run/e-code-bench';
const port = createOciSandboxPort({ dataDirectory: directory, stateDirectory, runtime: 'runc' });
try {
  for (const [ordinal, id] of ['model', 'measured'].entries()) {
    await port.volumes.create({ id, ordinal, bytes: 1024 * 1024 * 1024 });
  }
  await start(port, 'model');
  const bundle = await copyBundle(stateDirectory, directory);
  const [bare, started, stopped]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < rounds; round += 1) {
    const root = join(directory, 'runtime');
    bare.push(await timed(() => run('runc', ['--root', root, 'run', '--bundle', bundle, 'bare'])));
    const begin = performance.now();
    const sandbox = await start(port, 'measured');
    started.push(performance.now() - begin);
    stopped.push(await timed(() => sandbox.stop({ graceMs: 1000 })));
  }
  const [ours, theirs] = [median(started), median(bare)];
  process.stdout.write(
    `rounds ${rounds}\nbare runc run /bin/true  ${theirs.toFixed(1)} ms\nsandbox start            ${ours.toFixed(1)} ms\n` +
      `ratio                    ${(ours / theirs).toFixed(2)} (limit 3)\nsandbox stop             ${median(stopped).toFixed(1)} ms\n`,
  );
} finally {
  await port.close();
  await rm(directory, { recursive: true });
  await rm(stateDirectory, { recursive: true, force: true });
}
