import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  Connections,
  connectDatabase,
  createLog,
  createMemoryBus,
  createSite,
  migratePlatform,
  programIn,
  systemClock,
} from '@e-code/kernel/server';
import type { Kernel } from '@e-code/kernel/server';
import { startEmbeddedPostgres } from '@e-code/kernel/server/postgres';
import { createKeyValue } from '@e-code/key-value/server';
import type { KeyValueFeature } from '@e-code/key-value/server';
import { createPostgresKv } from '@e-code/port-kv/drivers';
import { report } from './figures.ts';
import type { Figure } from './figures.ts';

/**
 * The key-value store over its wire, as programs use it, on PostgreSQL with every write on the disk; and Redis with its own
 * protocol and its own load generator in the same run. The load comes from a process of its own on the same processors, and
 * the network of sandboxes is left out.
 */
const CONNECTIONS = 128;
const SECONDS = 8;
const projectId = `prj_${'1'.repeat(20)}`;
const autocannon = fileURLToPath(new URL('../../node_modules/.bin/autocannon', import.meta.url));

interface Load {
  requests: { average: number };
  latency: { p50: number; p99: number };
  non2xx: number;
  errors: number;
}

async function load(url: string, words: string[], connections = CONNECTIONS): Promise<Load> {
  const all = ['--json', '--no-progress', '-c', String(connections), '-d', String(SECONDS), ...words, url];
  const result = JSON.parse(await outputOf(process.execPath, [autocannon, ...all])) as Load;
  if (result.non2xx + result.errors > 0) throw new Error(`${result.non2xx + result.errors} requests failed.`);
  return result;
}

async function outputOf(program: string, words: string[]): Promise<string> {
  const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'ignore'] });
  let printed = '';
  child.stdout.on('data', (data: Buffer) => (printed += String(data)));
  await once(child, 'close');
  return printed;
}

/** Offers the store on loopback, where this process stands for the network of sandboxes. */
async function offer(feature: KeyValueFeature): Promise<() => void> {
  const [service] = feature.services ?? [];
  const server = createServer({ noDelay: true }, (connection) =>
    service?.accept({ connection, program: programIn(projectId), authorize: async () => undefined }),
  ).listen(0, '127.0.0.1');
  await once(server, 'listening');
  service?.offered({ host: '127.0.0.1', port: (server.address() as AddressInfo).port });
  return () => server.close();
}

/** Sets in a second of Redis, with 128 clients and values of the same size. */
async function redisRate(directory: string, appendfsync: string): Promise<number> {
  const socket = join(directory, `redis-${appendfsync}.sock`);
  const words = ['--port', '0', '--unixsocket', socket, '--dir', directory, '--appendonly', 'yes'];
  const server = spawn('redis-server', [...words, '--appendfsync', appendfsync, '--save', ''], { stdio: 'pipe' });
  for (let said = ''; !said.includes('ready to accept');) said += String((await once(server.stdout, 'data'))[0]);
  const asked = [
    '-s',
    socket,
    '-t',
    'set',
    '-c',
    String(CONNECTIONS),
    '-n',
    '200000',
    '-r',
    '100000',
    '-d',
    '20',
    '--csv',
  ];
  const printed = await outputOf('redis-benchmark', asked);
  server.kill('SIGKILL');
  await once(server, 'exit');
  return Number(/"SET","([\d.]+)"/.exec(printed)?.[1]);
}

const dataDirectory = await mkdtemp(join(tmpdir(), 'ecode-bench-'));
const log = createLog('warn');
const postgres = await startEmbeddedPostgres({ dataDirectory: join(dataDirectory, 'postgres'), log });
const database = connectDatabase(postgres.connectionString, log);
const kernel: Kernel = {
  bus: createMemoryBus(),
  clock: systemClock,
  connections: new Connections(),
  database,
  dataDirectory,
  log,
  site: createSite({ appsDomain: 'apps.localhost' }, 3000),
};
try {
  const feature = createKeyValue(kernel, {
    kv: createPostgresKv({ pool: () => database.pool }),
    settings: { keys: 5_000_000, megabytes: 10_000, valueMegabytes: 10 },
    projects: { roleOf: async () => 'owner' },
  });
  await migratePlatform(kernel, [feature]);
  await feature.start?.();
  const end = await offer(feature);
  const { REPLIT_DB_URL: url = '' } = await feature.environmentOf(projectId);
  const form = [
    '-m',
    'POST',
    '-H',
    'content-type=application/x-www-form-urlencoded',
    '-I',
    '-b',
    'key-[<id>]=%22twenty+bytes+or+so%22',
  ];
  await load(url, form);
  const sets = await load(url, form);
  const usual = await load(url, [...form, '-R', '2000'], 32);
  await fetch(`${url}/read`, { method: 'PUT', body: 'twenty bytes or so' });
  const gets = await load(`${url}/read`, []);
  end();
  const [always, everysec] = [await redisRate(dataDirectory, 'always'), await redisRate(dataDirectory, 'everysec')];
  const figures: Figure[] = [
    { name: 'sets, each on the disk', value: sets.requests.average, unit: '/s', goal: { atLeast: 10_000 } },
    { name: '... p99', value: sets.latency.p99, unit: 'ms', note: `${CONNECTIONS} clients that do nothing but set` },
    {
      name: '... p99 at 2,000 a second',
      value: usual.latency.p99,
      unit: 'ms',
      goal: { atMost: 5 },
      note: '32 clients',
    },
    {
      name: '... beside Redis, appendfsync always',
      value: sets.requests.average / always,
      unit: 'x',
      note: `Redis ${always} /s`,
    },
    {
      name: '... beside Redis, appendfsync everysec',
      value: sets.requests.average / everysec,
      unit: 'x',
      note: `Redis ${everysec} /s`,
    },
    { name: 'gets', value: gets.requests.average, unit: '/s', goal: { atLeast: 5_000 } },
    { name: '... p99', value: gets.latency.p99, unit: 'ms' },
  ];
  report('Key-value store', figures);
  await feature.stop?.();
} finally {
  await database.close();
  await postgres.stop();
  await rm(dataDirectory, { recursive: true, force: true });
}
