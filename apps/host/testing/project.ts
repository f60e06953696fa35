import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import {
  actorHeader,
  type Capability,
  formatActor,
  hostCommand,
  type RouteName,
  routes,
  routeUrl,
} from '../contract/index.ts';
import type { HostMessage } from '../contract/messages.ts';
import { decodeFrame, encodeFrame } from '../contract/frames.ts';
import type { Host } from '../host.ts';
import { startHost } from '../server.ts';

export interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly bytes: Buffer;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers freely
  readonly json: any;
}

interface Options {
  readonly query?: Record<string, string | number | boolean>;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly capabilities?: Capability[];
}

/** A folder with these files and a host for it, both gone when the test ends. */
export async function openProject(files: Record<string, string> = {}): Promise<Project> {
  return (await openHost(files)).project;
}

/** Like `openProject`, with the host itself for tests of what has no route. */
export async function openHost(
  files: Record<string, string> = {},
  languageServers?: string,
): Promise<{ project: Project; host: Host }> {
  const folder = await mkdtemp(join(tmpdir(), 'host-'));
  const root = join(folder, 'workspace');
  await mkdir(root);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  const listen = join(folder, 'socket');
  const state = join(folder, 'state');
  const running = await startHost({
    root,
    state,
    listen: { path: listen },
    temporary: folder,
    token: undefined,
    ...(languageServers !== undefined && { languageServers }),
  });
  onTestFinished(async () => {
    await running.close();
    await rm(folder, { recursive: true, force: true });
  });
  return { project: new Project(folder, root, listen), host: running.host };
}

/** Like `openProject`, with the host as a process of its own, as it runs in a sandbox; `wrap` starts its command. */
export async function spawnProject(
  wrap: readonly string[] = [],
): Promise<Project & { process: ChildProcess; restart: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'host-'));
  const root = join(folder, 'workspace');
  await mkdir(root);
  const listen = join(folder, 'socket');
  const environment = {
    ...process.env,
    ECODE_ROOT: root,
    ECODE_STATE: join(folder, 'state'),
    ECODE_LISTEN: `unix:${listen}`,
  };
  const start = async (): Promise<ChildProcess> => {
    await rm(listen, { force: true });
    const main = fileURLToPath(new URL('../main.ts', import.meta.url));
    const [program = '', ...words]: string[] = [...wrap, ...hostCommand(process.execPath).slice(0, -1), main];
    const child = spawn(program, words, { env: environment, stdio: ['ignore', 'inherit', 'inherit'] });
    // Nothing tells when somebody listens on a socket whose file is there, so only time passes between two tries.
    while (!(await answers(listen))) await new Promise((resolve) => setTimeout(resolve, 10));
    return child;
  };
  const project = Object.assign(new Project(folder, root, listen), {
    process: await start(),
    restart: async () => void (project.process = await start()),
  });
  onTestFinished(async () => {
    project.process.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });
  return project;
}

const answers = (listen: string): Promise<boolean> =>
  new Project('', '', listen).ask('health').then(
    () => true,
    () => false,
  );

export class Project {
  readonly folder: string;
  readonly root: string;
  readonly listen: string;

  constructor(folder: string, root: string, listen: string) {
    this.folder = folder;
    this.root = root;
    this.listen = listen;
  }

  /** Asks a route. A string or Buffer body is sent as is, anything else as JSON. */
  ask(name: RouteName, options: Options = {}): Promise<Answer> {
    return this.send(routes[name].method, routeUrl(name, options.query), options);
  }

  send(
    method: string,
    path: string,
    { body, headers = {}, capabilities = ['read', 'write', 'run'] }: Options = {},
  ): Promise<Answer> {
    const actor = { [actorHeader]: formatActor({ id: 'u1', name: 'Žofie', capabilities }) };
    const bytes = body === undefined || typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      request({ socketPath: this.listen, method, path, headers: { ...actor, ...headers } }, (response) => {
        const pieces: Buffer[] = [];
        response.on('data', (piece: Buffer) => pieces.push(piece));
        response.once('error', reject);
        response.once('end', () => {
          const all = Buffer.concat(pieces);
          const isJson = response.headers['content-type']?.startsWith('application/json') === true;
          const json = isJson ? JSON.parse(all.toString()) : undefined;
          resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes: all, json });
        });
      })
        .once('error', reject)
        .end(bytes);
    });
  }

  dial(): Socket {
    return connect({ path: this.listen, allowHalfOpen: true });
  }

  async page(
    capabilities: Capability[] = ['read', 'write', 'run'],
    person: { id: string; name: string } = { id: 'u1', name: 'Žofie' },
  ): Promise<Page> {
    const headers = { [actorHeader]: formatActor({ ...person, capabilities }) };
    const socket = new WebSocket(`ws+unix:${this.listen}:/socket`, { headers, perMessageDeflate: false });
    onTestFinished(() => socket.terminate());
    return Page.open(socket);
  }
}

/** A page's end of the socket, which remembers everything it got. */
export class Page {
  readonly socket: WebSocket;
  readonly messages: HostMessage[] = [];
  /** Acknowledges output at once, like a page that draws quickly. */
  acknowledging = true;
  readonly #terminals = new Map<number, { output: string; bytes: number; snapshots: number }>();
  readonly #waiting = new Set<() => void>();
  readonly #decoder = new TextDecoder();

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data: Buffer, binary: boolean) => {
      if (binary) this.#frame(data);
      else this.messages.push(JSON.parse(data.toString()) as HostMessage);
      for (const check of this.#waiting) check();
    });
  }

  static async open(socket: WebSocket): Promise<Page> {
    const page = new Page(socket);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    await page.message('welcome');
    return page;
  }

  send(message: object): void {
    this.socket.send(JSON.stringify(message));
  }

  type(terminal: number, text: string): void {
    this.socket.send(encodeFrame({ kind: 'input', terminal, payload: Buffer.from(text) }));
  }

  terminal(id: number): { output: string; bytes: number; snapshots: number } {
    const known = this.#terminals.get(id) ?? { output: '', bytes: 0, snapshots: 0 };
    this.#terminals.set(id, known);
    return known;
  }

  /** Resolves when the condition holds; it is looked at after each message. */
  until<T>(condition: () => T | undefined | false, patience = 10_000): Promise<T> {
    return new Promise((resolve, reject) => {
      const check = (): void => {
        const value = condition();
        if (value === undefined || value === false) return;
        clearTimeout(timer);
        this.#waiting.delete(check);
        resolve(value);
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(check);
        reject(
          new Error(
            `Not within ${patience} ms. Last messages: ${JSON.stringify(this.messages.slice(-3)).slice(0, 1500)}`,
          ),
        );
      }, patience);
      this.#waiting.add(check);
      check();
    });
  }

  message<Type extends HostMessage['type']>(
    type: Type,
    matches: (message: Extract<HostMessage, { type: Type }>) => boolean = () => true,
    patience?: number,
  ): Promise<Extract<HostMessage, { type: Type }>> {
    const fits = (message: HostMessage): message is Extract<HostMessage, { type: Type }> =>
      message.type === type && matches(message as Extract<HostMessage, { type: Type }>);
    return this.until(() => this.messages.find(fits), patience);
  }

  async openTerminal(columns = 80, rows = 24): Promise<number> {
    const request = Math.floor(performance.now() * 1000);
    this.send({ type: 'terminal.open', request, columns, rows });
    const attached = await this.message('terminal.attached', (message) => message.request === request);
    return attached.terminal.id;
  }

  #frame(data: Buffer): void {
    const frame = decodeFrame(data);
    if (frame === undefined) return;
    const terminal = this.terminal(frame.terminal);
    if (frame.kind === 'snapshot') {
      terminal.snapshots += 1;
      terminal.output = '';
    }
    terminal.bytes += frame.payload.length;
    terminal.output += this.#decoder.decode(frame.payload, { stream: true });
    // Cut seldom: cutting copies.
    if (terminal.output.length > 4_000_000) terminal.output = terminal.output.slice(-1_000_000);
    if (this.acknowledging && frame.payload.length > 0) {
      this.send({ type: 'terminal.acknowledge', terminal: frame.terminal, bytes: frame.payload.length });
    }
  }
}
