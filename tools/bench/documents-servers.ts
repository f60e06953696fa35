import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { hostCommand, routes } from '@e-code/host/contract';

const built = fileURLToPath(new URL('../../apps/host/dist', import.meta.url));

/** A person who may do everything. */
export const actor = { 'x-ecode-actor': '{"id":"bench","name":"Bench","capabilities":["read","write","run"]}' };

export interface TextServer {
  readonly name: string;
  /** Address of a document that all clients of a measurement share; a new one for each. */
  readonly open: (text: string) => Promise<{ url: string; path: string }>;
  readonly stop: () => Promise<void>;
}

/** The y-websocket server of its authors, installed into a folder of the measurement: it is a peer, no part of E-Code. */
export async function startPeer(folder: string): Promise<TextServer> {
  const packages = ['@y/websocket-server@0.1.1', 'yjs@13.6.33', 'ws@8.23.0'];
  const words = ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...packages];
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  await promisify(execFile)('npm', words, { cwd: folder });
  const port = await freePort();
  const script = join(folder, 'node_modules/@y/websocket-server/src/server.js');
  const child = spawn(process.execPath, [script], {
    env: { PATH: process.env['PATH'], HOST: '127.0.0.1', PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  let rooms = 0;
  return {
    name: 'y-websocket',
    open: async () => {
      rooms += 1;
      return { url: `ws://127.0.0.1:${port}/room-${rooms}`, path: '' };
    },
    stop: () => end(child),
  };
}

/** The built project host, with everything it does for a text: rights, log, files. */
export async function startOwn(folder: string): Promise<TextServer & { port: number; root: string; pid: number }> {
  const root = join(folder, 'workspace');
  await mkdir(root, { recursive: true });
  const port = await freePort();
  const [program = '', ...words] = hostCommand(process.execPath, built);
  const child = spawn(program, words, {
    env: {
      PATH: process.env['PATH'],
      ECODE_ROOT: root,
      ECODE_STATE: join(folder, 'state'),
      ECODE_LISTEN: `tcp:127.0.0.1:${port}`,
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const base = `http://127.0.0.1:${port}`;
  while (!(await answers(base))) await new Promise((resolve) => setTimeout(resolve, 20));
  let files = 0;
  return {
    name: 'E-Code',
    port,
    root,
    pid: child.pid ?? 0,
    open: async (text) => {
      files += 1;
      const path = `file-${files}.txt`;
      await writeFile(join(root, path), text);
      const { name } = await ask(base, 'documents.open', { path });
      return { url: `ws://127.0.0.1:${port}/documents/${String(name)}`, path: join(root, path) };
    },
    stop: () => end(child),
  };
}

export async function ask(
  base: string,
  route: 'documents.open' | 'documents.flush',
  body: object,
): Promise<Record<string, unknown>> {
  const { method, path } = routes[route];
  const response = await fetch(base + path, {
    method,
    headers: { ...actor, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Record<string, unknown>;
}

const answers = (base: string): Promise<boolean> =>
  fetch(`${base}/health`, { headers: actor }).then(
    ({ ok }) => ok,
    () => false,
  );

async function end(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGTERM');
  await ended;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
