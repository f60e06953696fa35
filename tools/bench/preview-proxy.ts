import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median, report, until } from './figures.ts';
import { withProduct } from './product.ts';
import type { Product } from './product.ts';

/**
 * The same small Node program, answering "hello world", reached in two ways on one machine:
 * - nginx: the program runs on the machine itself, behind nginx with kept connections, as one would serve it by hand;
 * - preview: it runs in a project's sandbox and is reached by its preview: product, project host, program.
 *
 * Short turns alternate, and each ratio is of two neighbouring turns, because a machine with other work changes its pace.
 * The load comes from a process of its own on the same machine. Build the host and the web application first.
 * `--profile` writes a profile of the server into the current directory.
 */
const TURNS = 5;
const SECONDS = 3;
const CONNECTIONS = 16;
const program = `require('node:http').createServer((request, response) => {
  response.setHeader('content-type', 'text/plain');
  response.end('hello world');
}).listen(Number(process.argv[2] || 3000));`;

interface Load {
  requests: { average: number };
  non2xx: number;
  errors: number;
}

interface Target {
  port: number;
  headers: Record<string, string>;
}

const autocannon = fileURLToPath(new URL('../../node_modules/.bin/autocannon', import.meta.url));

/** Requests a second that are answered when as many as possible are sent. */
async function throughput({ port, headers }: Target): Promise<number> {
  const words = ['--json', '--no-progress', '-c', String(CONNECTIONS), '-d', String(SECONDS)];
  for (const [name, value] of Object.entries(headers)) words.push('-H', `${name}=${value}`);
  const child = spawn(process.execPath, [autocannon, ...words, `http://127.0.0.1:${port}/`], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let printed = '';
  child.stdout.on('data', (data: Buffer) => (printed += String(data)));
  await once(child, 'close');
  const { requests, non2xx } = JSON.parse(printed) as Load;
  if (non2xx > 0) throw new Error(`${non2xx} requests failed.`);
  return requests.average;
}

/** Milliseconds of each of a row of requests on one kept connection; autocannon rounds to whole milliseconds. */
async function latencies(target: Target, count: number): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const taken: number[] = [];
  for (let at = 0; at < count; at += 1) {
    const begin = performance.now();
    if ((await ask(target, agent)) !== 200) throw new Error('A request failed.');
    taken.push(performance.now() - begin);
  }
  agent.destroy();
  return taken;
}

function ask({ port, headers }: Target, agent?: Agent): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, headers, ...(agent === undefined ? {} : { agent }) }, (answer) => {
      answer.resume().once('end', () => resolve(answer.statusCode));
    })
      .once('error', reject)
      .end();
  });
}

/** Both must answer before anything is measured. */
async function untilAnswered(target: Target, what: string): Promise<void> {
  const question = async (): Promise<true | undefined> =>
    (await ask(target).catch(() => undefined)) === 200 ? true : undefined;
  await until(question, { seconds: 15, everyMs: 50, what });
}

/** The program on the machine itself, behind nginx. */
async function startNginx(directory: string, children: ChildProcess[]): Promise<Target> {
  const [app, port] = [await freePort(), await freePort()];
  await writeFile(join(directory, 'app.cjs'), program);
  await writeFile(
    join(directory, 'nginx.conf'),
    `worker_processes auto; daemon off; pid ${directory}/pid; error_log stderr error;
events { worker_connections 1024; }
http {
  access_log off;
  keepalive_requests 100000000;
  upstream app { server 127.0.0.1:${app}; keepalive 64; keepalive_requests 100000000; }
  server {
    listen 127.0.0.1:${port};
    location / { proxy_pass http://app; proxy_http_version 1.1; proxy_set_header connection ""; proxy_set_header host $host; }
  }
}`,
  );
  children.push(spawn(process.execPath, [join(directory, 'app.cjs'), String(app)], { stdio: 'inherit' }));
  children.push(spawn('nginx', ['-c', join(directory, 'nginx.conf'), '-p', directory], { stdio: 'inherit' }));
  const target = { port, headers: {} };
  await untilAnswered(target, 'nginx');
  return target;
}

/** The program in a project, opened as the workspace opens it. */
async function startPreview(product: Product): Promise<Target> {
  const { id } = await product.call<{ id: string }>('POST', '/projects', { name: 'Hello', template: 'blank' });
  const file = await fetch(`${product.origin}/api/projects/${id}/host/files/content?path=app.cjs`, {
    method: 'PUT',
    headers: { ...product.headers, 'content-type': 'application/octet-stream', 'if-none-match': '*' },
    body: program,
  });
  if (!file.ok) throw new Error(`The program was not written: ${await file.text()}`);
  await product.call('POST', `/projects/${id}/host/run/start`, { command: 'node app.cjs' });
  const { url } = await product.call<{ url: string }>('POST', `/projects/${id}/previews`, { port: 3000, path: '/' });
  const { host, port, pathname, search } = new URL(url);
  const cookie = await redeem({ host, port: Number(port), path: pathname + search });
  const target = { port: Number(port), headers: { host, cookie } };
  await untilAnswered(target, 'the preview');
  return target;
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

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const directory = await mkdtemp(join(tmpdir(), 'preview-proxy-'));
const children: ChildProcess[] = [];
try {
  await withProduct(
    async (product) => {
      const [nginx, preview] = [await startNginx(directory, children), await startPreview(product)];
      await throughput(preview);
      const rates: { nginx: number; preview: number }[] = [];
      const delays: { nginx: number; preview: number }[] = [];
      for (let turn = 0; turn < TURNS; turn += 1) {
        rates.push({ nginx: await throughput(nginx), preview: await throughput(preview) });
        delays.push({
          nginx: median(await latencies(nginx, 500)),
          preview: median(await latencies(preview, 500)),
        });
      }
      const of = (values: typeof rates, read: (value: (typeof rates)[0]) => number): number => median(values.map(read));
      const share = of(rates, (rate) => (100 * rate.preview) / rate.nginx);
      report('A program through its preview, and behind nginx', [
        { name: `nginx, ${CONNECTIONS} connections`, value: of(rates, ({ nginx: rate }) => rate), unit: 'requests/s' },
        { name: `preview, ${CONNECTIONS} connections`, value: of(rates, (rate) => rate.preview), unit: 'requests/s' },
        { name: 'share of nginx', value: share, unit: '%', goal: { atLeast: 60 } },
        { name: 'nginx p50, one at a time', value: of(delays, ({ nginx: delay }) => delay), unit: 'ms' },
        { name: 'preview p50, one at a time', value: of(delays, (delay) => delay.preview), unit: 'ms' },
        {
          name: 'added to p50',
          value: of(delays, (delay) => delay.preview - delay.nginx),
          unit: 'ms',
          goal: { atMost: 1 },
        },
      ]);
    },
    process.argv.includes('--profile') ? ['--cpu-prof'] : [],
  );
} finally {
  for (const child of children) child.kill();
  await rm(directory, { recursive: true, force: true });
}
