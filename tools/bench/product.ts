import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findFreePort } from '@e-code/kernel/server/testing';

const main = fileURLToPath(new URL('../../apps/server/main.ts', import.meta.url));

/** E-Code as `npm start` runs it, with an owner who is signed in. Build the host and the web application first. */
export interface Product {
  origin: string;
  dataDirectory: string;
  processId: number;
  /** Headers of a request that changes something. */
  headers: Record<string, string>;
  /** Calls an endpoint below `/api`. @throws with the answer when it is a failure */
  call<Answer>(method: string, path: string, body?: unknown): Promise<Answer>;
  stop(): Promise<void>;
}

export interface Project {
  id: string;
  slug: string;
}

/** @param nodeOptions of the server's process, such as `--cpu-prof` */
export async function startProduct(nodeOptions: string[] = []): Promise<Product> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'ecode-bench-'));
  const port = await findFreePort();
  const child = spawn(process.execPath, [...nodeOptions, main], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PORT: String(port), DATA_DIRECTORY: dataDirectory, LOG_LEVEL: 'warn' },
  });
  const stop = async (): Promise<void> => {
    await end(child);
    await rm(dataDirectory, { recursive: true, force: true });
  };
  try {
    const token = await readSetupToken(child);
    const origin = `http://localhost:${port}`;
    const headers = { cookie: await claim(origin, token), 'x-ecode-csrf': '1', 'content-type': 'application/json' };
    return {
      origin,
      dataDirectory,
      headers,
      processId: child.pid ?? 0,
      call: (method, path, body) => call(origin, headers, { method, path, body }),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Runs `work` with a product of its own and stops it afterwards, also when it is interrupted. */
export async function withProduct(work: (product: Product) => Promise<void>, nodeOptions?: string[]): Promise<void> {
  const product = await startProduct(nodeOptions);
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.once(signal, () => void product.stop().then(() => process.exit(130)));
  try {
    await work(product);
  } finally {
    await product.stop();
  }
}

async function readSetupToken(child: ChildProcess): Promise<string> {
  let printed = '';
  return new Promise((resolve, reject) => {
    const read = (data: Buffer): void => {
      printed += String(data);
      const token = /\/setup#([\w-]+)/.exec(printed)?.[1];
      if (token !== undefined && printed.includes('Ctrl-C')) resolve(token);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', (data: Buffer) => {
      process.stderr.write(data);
      read(data);
    });
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}:\n${printed}`)));
  });
}

/** The session's cookie of the owner. */
async function claim(origin: string, token: string): Promise<string> {
  const answer = await fetch(`${origin}/api/setup`, {
    method: 'POST',
    headers: { 'x-ecode-csrf': '1', 'content-type': 'application/json' },
    body: JSON.stringify({ token, name: 'Ada', email: 'ada@example.org', password: 'slow brown ferry at dawn' }),
  });
  const cookie = answer.headers.getSetCookie()[0]?.split(';', 1)[0];
  if (cookie === undefined) throw new Error(`The owner account was not made: ${answer.status} ${await answer.text()}`);
  return cookie;
}

async function call<Answer>(
  origin: string,
  headers: Record<string, string>,
  { method, path, body }: { method: string; path: string; body: unknown },
): Promise<Answer> {
  const content = body === undefined ? {} : { body: JSON.stringify(body) };
  const answer = await fetch(`${origin}/api${path}`, { method, headers, ...content });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return JSON.parse(text) as Answer;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGINT');
  await exited;
}
