import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { untilAnswered } from './http-load.ts';
import type { Target } from './http-load.ts';
import { findInSandbox } from './processor-time.ts';
import { findFreePort } from '@e-code/kernel/server/testing';
import type { Product } from './product.ts';

const template = fileURLToPath(new URL('../../features/projects/server/templates/node-express', import.meta.url));

/** A program that is asked everywhere, on the machine itself and in a project. */
export interface Program {
  readonly name: string;
  /** Names it on the command line. */
  readonly argument: string;
  readonly path: string;
  /** Words of the process that answers. */
  readonly file: string;
  /** Makes the program in a directory of the machine. */
  prepare(directory: string): Promise<void>;
  /** Makes a project of it and runs it. @returns the id */
  run(product: Product): Promise<string>;
}

/** What a person gets who starts from the product's Node template, asked for its list of entries. */
export const guestBook: Program = {
  name: 'The Node template',
  argument: 'template',
  path: '/api/entries',
  file: 'server.js',
  async prepare(directory) {
    await cp(template, directory, { recursive: true });
    await promisify(execFile)('npm', ['ci', '--no-audit', '--no-fund'], { cwd: directory });
  },
  async run(product) {
    const { id } = await product.call<{ id: string }>('POST', '/projects', { template: 'node-express' });
    await product.call('POST', `/projects/${id}/session`);
    await product.call('POST', `/projects/${id}/host/run/start`, {});
    return id;
  },
};

/** The least that a Node program can do: what the way itself costs shows most. */
export const hello: Program = {
  name: 'Hello world',
  argument: 'hello',
  path: '/',
  file: 'app.cjs',
  prepare: (directory) => writeFile(join(directory, 'app.cjs'), helloSource),
  async run(product) {
    const { id } = await product.call<{ id: string }>('POST', '/projects', { name: 'Hello', template: 'blank' });
    const file = await fetch(`${product.origin}/api/projects/${id}/host/files/content?path=app.cjs`, {
      method: 'PUT',
      headers: { ...product.headers, 'content-type': 'application/octet-stream', 'if-none-match': '*' },
      body: helloSource,
    });
    if (!file.ok) throw new Error(`The program was not written: ${await file.text()}`);
    await product.call('POST', `/projects/${id}/host/run/start`, { command: 'node app.cjs' });
    return id;
  },
};

const helloSource = `require('node:http').createServer((request, response) => {
  response.setHeader('content-type', 'text/plain');
  response.end('hello world');
}).listen(Number(process.env.PORT || 3000));`;

/** A proxy of one hop that does nothing but pass on, as one would write it with node:http. */
const bareProxy = `const { Agent, createServer, request: send } = require('node:http');
const [port, target] = process.argv.slice(2).map(Number);
const agent = new Agent({ keepAlive: true });
createServer((request, response) => {
  const { method, url: path, rawHeaders: headers } = request;
  const asked = send({ agent, host: '127.0.0.1', port: target, method, path, headers, setHost: false }, (answer) => {
    const { connection, 'keep-alive': kept, ...rest } = answer.headers;
    response.writeHead(answer.statusCode, rest);
    answer.pipe(response);
  });
  asked.on('error', () => response.destroy());
  request.pipe(asked);
}).listen(port, '127.0.0.1');`;

/** Where programs of this run are written and which ones must be ended. */
export interface Bench {
  directory: string;
  children: ChildProcess[];
  /** What removes the control groups, when all have ended. */
  groups: (() => Promise<void>)[];
}

/** The program on the machine itself; nginx and the bare proxy pass on to it over TCP on loopback. */
export async function startProgram(bench: Bench, program: Program): Promise<Target> {
  const port = await findFreePort();
  const directory = await mkdtemp(join(bench.directory, 'program-'));
  await program.prepare(directory);
  const child = spawn(process.execPath, [program.file], {
    cwd: directory,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, PORT: String(port) },
  });
  bench.children.push(child);
  const target = { port, path: program.path, headers: {}, processes: { program: [child.pid ?? 0] } };
  return answering(target, program.name);
}

export async function startBareProxy(bench: Bench, behind: Target): Promise<Target> {
  const port = await findFreePort();
  const pid = await runNode(bench, 'proxy.cjs', bareProxy, [port, behind.port]);
  return answering({ ...behind, port, processes: { proxy: [pid], ...behind.processes } }, 'the bare proxy');
}

export async function startNginx({ directory, children }: Bench, behind: Target): Promise<Target> {
  const port = await findFreePort();
  const configuration = join(directory, `nginx-${port}.conf`);
  await writeFile(
    configuration,
    `worker_processes auto; daemon off; pid ${configuration}.pid; error_log stderr error;
events { worker_connections 1024; }
http {
  access_log off;
  keepalive_requests 100000000;
  upstream app { server 127.0.0.1:${behind.port}; keepalive 64; keepalive_requests 100000000; }
  server {
    listen 127.0.0.1:${port};
    location / { proxy_pass http://app; proxy_http_version 1.1; proxy_set_header connection ""; proxy_set_header host $host; }
  }
}`,
  );
  const child = spawn('nginx', ['-c', configuration, '-p', directory], { stdio: 'inherit' });
  children.push(child);
  await untilAnswered({ ...behind, port }, 'nginx');
  const workers = await readFile(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8');
  return { ...behind, port, processes: { nginx: workers.trim().split(' ').map(Number), ...behind.processes } };
}

/** The program in a project, opened as the workspace opens it. */
export async function startPreview(product: Product, program: Program): Promise<Target> {
  const id = await program.run(product);
  const { url } = await product.call<{ url: string }>('POST', `/projects/${id}/previews`, { port: 3000, path: '/' });
  const { host, port, pathname, search } = new URL(url);
  const cookie = await redeem({ host, port: Number(port), path: pathname + search });
  const address = { port: Number(port), path: program.path, headers: { host, cookie } };
  await untilAnswered(address, 'the preview');
  const sandbox = id.replace('_', '-');
  const [hosts, programs] = await Promise.all(['host.cjs', program.file].map((word) => findInSandbox(sandbox, word)));
  return { ...address, processes: { platform: [product.processId], host: hosts ?? [], program: programs ?? [] } };
}

function redeem({ host, port, path }: { host: string; port: number; path: string }): Promise<string> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, headers: { host } }, (answer) => {
      resolve(answer.resume().headers['set-cookie']?.[0]?.split(';', 1)[0] ?? '');
    })
      .once('error', reject)
      .end();
  });
}

async function runNode({ directory, children }: Bench, name: string, source: string, ports: number[]): Promise<number> {
  const path = join(directory, name);
  await writeFile(path, source);
  const child = spawn(process.execPath, [path, ...ports.map(String)], { stdio: 'inherit' });
  children.push(child);
  return child.pid ?? 0;
}

async function answering(target: Target, what: string): Promise<Target> {
  await untilAnswered(target, what);
  return target;
}
