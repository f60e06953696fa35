import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeKvPort, describeOutage } from '../../suite.ts';
import { createRedisKv } from './redis.ts';

/** A server on a socket of its own, which flushes each write before it answers. */
class Server {
  readonly #directory: string;
  #process: ChildProcess | undefined;

  constructor(directory: string) {
    this.#directory = directory;
  }

  get socket(): string {
    return join(this.#directory, 'redis.sock');
  }

  async start(): Promise<void> {
    const place = ['--port', '0', '--unixsocket', this.socket, '--dir', this.#directory];
    const child = spawn('redis-server', [...place, '--appendonly', 'yes', '--appendfsync', 'always'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#process = child;
    for (let said = ''; !said.includes('ready to accept');) {
      said += String((await once(child.stdout, 'data'))[0]);
      if (child.exitCode !== null) throw new Error(said);
    }
  }

  async kill(): Promise<void> {
    const child = this.#process;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  async remove(): Promise<void> {
    await this.kill();
    await rm(this.#directory, { recursive: true });
  }
}

async function startServer(): Promise<Server> {
  const server = new Server(await mkdtemp(join(tmpdir(), 'kv-redis-')));
  await server.start();
  return server;
}

const [shared, own] = await Promise.all([startServer(), startServer()]);

describeKvPort('redis', {
  make: async (now) => createRedisKv({ server: { socket: shared.socket }, now }),
  remove: () => shared.remove(),
});

describeOutage('redis', {
  make: async (now) => createRedisKv({ server: { socket: own.socket }, now }),
  remove: () => own.remove(),
  async interrupt() {
    await own.kill();
    return { resume: () => own.start() };
  },
});
