import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { actorHeader, formatActor, hostCommand, type Capability } from '@e-code/host/contract';
import { onTestFinished } from 'vitest';
import { HostClient } from '../host/client.ts';

/** A real project host as a process of its own, as it runs in a sandbox, with a client that acts as one person. */
export class TestProject {
  readonly root: string;
  readonly state: string;
  readonly origin: string;
  readonly client: HostClient;
  readonly #environment: NodeJS.ProcessEnv;
  #process: ChildProcess | undefined;

  constructor(folder: string, port: number) {
    this.root = join(folder, 'workspace');
    this.state = join(folder, 'state');
    this.origin = `http://127.0.0.1:${port}`;
    this.client = this.clientOf();
    this.#environment = {
      ...process.env,
      ECODE_ROOT: this.root,
      ECODE_STATE: this.state,
      ECODE_LISTEN: `tcp:127.0.0.1:${port}`,
    };
  }

  /** Asks the host as this person. */
  clientOf(person?: { id: string; name: string }, capabilities?: Capability[]): HostClient {
    return new HostClient(this.origin, (url, init) =>
      fetch(url, { ...init, headers: { ...(init.headers as Record<string, string>), ...actor(capabilities, person) } }),
    );
  }

  async start(): Promise<void> {
    const main = fileURLToPath(new URL('../../../../apps/host/main.ts', import.meta.url));
    const words = [...hostCommand(process.execPath).slice(1, -1), main];
    this.#process = spawn(process.execPath, words, { env: this.#environment, stdio: 'ignore' });
    // Only time will do: a process says nothing before it listens.
    while (!(await this.#answers())) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  async kill(): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  read(path: string): Promise<string> {
    return readFile(join(this.root, path), 'utf8');
  }

  async write(path: string, content: string): Promise<void> {
    await mkdir(dirname(join(this.root, path)), { recursive: true });
    await writeFile(join(this.root, path), content);
  }

  #answers(): Promise<boolean> {
    return this.client.ask('health', {}).then(
      () => true,
      () => false,
    );
  }
}

export function actor(
  capabilities: Capability[] = ['read', 'write', 'run'],
  person: { id: string; name: string } = { id: 'p1', name: 'Ada' },
): Record<string, string> {
  return { [actorHeader]: formatActor({ ...person, capabilities }) };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

/** A folder with these files and a host for it; both are gone when the test ends. */
export async function openTestProject(files: Record<string, string> = {}): Promise<TestProject> {
  const folder = await mkdtemp(join(tmpdir(), 'editor-'));
  const project = new TestProject(folder, await freePort());
  await mkdir(project.root);
  for (const [path, content] of Object.entries(files)) await project.write(path, content);
  await project.start();
  onTestFinished(async () => {
    await project.kill();
    await rm(folder, { recursive: true, force: true });
  });
  return project;
}
