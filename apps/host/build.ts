import { spawn } from 'node:child_process';
import { chmod, copyFile, cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { request } from 'node:http';
import { hostCommand } from './contract/start.ts';
import { buildLanguageServers } from './language-servers/build.ts';
import { bundleForNode } from './node-bundle.ts';

const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);

/** Packages with machine code and what they require: copied, because a bundler cannot see through them. */
const nativePackages = [
  '@lydell/node-pty',
  `@lydell/node-pty-${process.platform}-${process.arch}`,
  '@parcel/watcher',
  `@parcel/watcher-${process.platform}-${process.arch}-glibc`,
  'detect-libc',
  'is-glob',
  'is-extglob',
  'picomatch',
];

/** The user ids a host may have: node keeps compiled code per user id. Inside a sandbox it is 1000. */
const userIds = [0, 1000];

/**
 * Builds the host into a folder that needs nothing else and can be mounted read-only: bundled code, native packages,
 * ripgrep, and V8's compiled code of the start.
 */
export async function buildHost(output: string = join(here, 'dist')): Promise<string> {
  await rm(output, { recursive: true, force: true });
  await mkdir(output, { recursive: true });
  await bundleForNode(programs, output, { external: nativePackages });
  await buildLanguageServers(join(output, 'languages'));
  for (const name of nativePackages) await copyPackage(name, output);
  await copyFile(require.resolve(`@vscode/ripgrep-${process.platform}-${process.arch}/bin/rg`), join(output, 'rg'));
  await writeFile(join(output, 'host.cjs'), entry);
  await compile(output);
  return output;
}

/** `portable`: compiled code is found by relative path, since the folder is mounted elsewhere. */
const entry = `require('node:module').enableCompileCache({ directory: __dirname + '/compiled', portable: true });
require('./main.cjs');
`;

const programs = {
  main: join(here, 'main.ts'),
  'node-bootloader': join(here, 'debug/node/bootloader.ts'),
  'sqlite-worker': join(here, 'sqlite/worker.ts'),
  'diff-thread': join(here, 'documents/text/diff-thread.ts'),
};

async function copyPackage(name: string, output: string): Promise<void> {
  const source = dirname(require.resolve(`${name}/package.json`));
  const unneeded = /(\/(src|scripts|deps|prebuilds|node_modules)$|\.(map|d\.ts|md|flow|gyp|pdb|dll|exe)$|windows)/i;
  await cp(source, join(output, 'node_modules', name), {
    recursive: true,
    dereference: true,
    filter: (path) => !unneeded.test(path.slice(source.length)),
  });
}

/** Runs the built host once, so that node writes the compiled code of what a start needs. */
async function compile(output: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'host-build-'));
  try {
    const listen = join(folder, 'socket');
    const [program = '', ...words] = hostCommand(process.execPath, output);
    const environment = {
      ...process.env,
      ECODE_ROOT: folder,
      ECODE_STATE: join(folder, 'state'),
      ECODE_LISTEN: `unix:${listen}`,
    };
    const child = spawn(program, words, { env: environment, stdio: ['ignore', 'inherit', 'inherit'] });
    const ended = new Promise((resolve) => child.once('close', resolve));
    for (const path of ['/health', '/run']) await askUntilAnswered(listen, path, 200);
    child.kill('SIGTERM');
    await ended;
    await shareCompiled(join(output, 'compiled'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function shareCompiled(folder: string): Promise<void> {
  const [written] = await readdir(folder);
  if (written === undefined) throw new Error('Node wrote no compiled code.');
  // Node writes them for the owner alone, and the owner of a sandbox is another user.
  for (const name of await readdir(join(folder, written))) await chmod(join(folder, written, name), 0o644);
  const prefix = written.replace(/-\d+$/, '');
  for (const userId of userIds) {
    const name = `${prefix}-${userId}`;
    if (name !== written) await cp(join(folder, written), join(folder, name), { recursive: true });
  }
}

async function askUntilAnswered(socketPath: string, path: string, attempts: number): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if (await ask(socketPath, path)) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('The built host does not answer.');
}

function ask(socketPath: string, path: string): Promise<boolean> {
  const headers = { 'x-ecode-actor': '{"id":"build","name":"build","capabilities":["read"]}' };
  return new Promise((resolve) => {
    request({ socketPath, path, headers }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode === 200));
    })
      .once('error', () => resolve(false))
      .end();
  });
}

if (import.meta.main) console.log(await buildHost());
