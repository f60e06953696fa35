import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { liveResponseSchema } from '@e-code/kernel/contract';
import { hostCommand } from '@e-code/host/contract';
import { makeId, readSettings } from '@e-code/kernel/server';
import { startTestPlatform } from '@e-code/kernel/server/testing';
import type { TestPlatform } from '@e-code/kernel/server/testing';
import type { SandboxPort } from '@e-code/port-sandbox';
import { createOciSandboxPort } from '@e-code/port-sandbox/drivers';
import { sessionChannel } from '../../contract/index.ts';
import type { SessionState } from '../../contract/index.ts';
import { createSandboxes, sandboxSettings, volumeOf } from '../feature.ts';
import type {
  EnvironmentSource,
  ProjectDirectory,
  ProjectRole,
  SandboxesFeature,
  SandboxSettings,
} from '../feature.ts';
import { cookieOf, peopleFeature } from './people.ts';

/** Projects of a test: who has which role. */
export class TestProjects implements ProjectDirectory {
  readonly roles = new Map<string, Map<string, ProjectRole>>();
  /** Those that everybody may see. */
  readonly open = new Set<string>();
  readonly touches: string[] = [];

  async roleOf(_sql: unknown, projectId: string, personId: string): Promise<ProjectRole | undefined> {
    return this.roles.get(projectId)?.get(personId);
  }

  async isOpen(_sql: unknown, projectId: string): Promise<boolean> {
    return this.open.has(projectId);
  }

  async find(_sql: unknown, projectId: string): ReturnType<ProjectDirectory['find']> {
    return this.roles.has(projectId) ? { id: projectId, ordinal: 1, name: 'Test' } : undefined;
  }

  touched(projectId: string): void {
    this.touches.push(projectId);
  }
}

export interface SandboxPlatform extends TestPlatform {
  readonly sandboxes: SandboxPort;
  readonly projects: TestProjects;
  readonly feature: SandboxesFeature;
  /** Facts that were told to subscribers, in order. */
  readonly facts: { name: string; actor: string | null; payload: Record<string, unknown> }[];
  /** Hears what open screens of the project are told of its session, from the moment this resolves. */
  listen(projectId: string, listener: (state: SessionState) => void): Promise<void>;
  /** A project with a volume: ada owns it, ed edits, rita runs, vera views; nobody else knows it. */
  createProject(bytes?: number): Promise<string>;
  /** Makes a file as the owner. */
  writeFile(projectId: string, path: string, content: string): Promise<void>;
  /** Runs a command as the Run button does, in place of what ran before. */
  run(projectId: string, command: string): Promise<void>;
  /** A request of a person to the gateway of a project. */
  host(name: string, projectId: string, path: string, init?: RequestInit & { json?: unknown }): Promise<Response>;
}

const MEBIBYTE = 1024 * 1024;
const hostDirectory = fileURLToPath(new URL('../../../../apps/host/dist', import.meta.url));
const members: Record<string, ProjectRole> = { ada: 'owner', ed: 'editor', rita: 'runner', vera: 'viewer' };

/** The real platform with real sandboxes and the built project host, and people who are named by a cookie. */
export async function startSandboxPlatform(
  settings: Partial<SandboxSettings> = {},
  bundle = hostDirectory,
  environment: readonly EnvironmentSource[] = [],
): Promise<SandboxPlatform> {
  await ensureHostBuilt();
  const directory = await mkdtemp(join(tmpdir(), 'sandboxes-test-'));
  // The users of sandboxes pass through it to their root file system.
  await chmod(directory, 0o711);
  // Its state lies where every installation of the machine has it: there they agree on the addresses of sandboxes. With
  // a directory of its own, a program at the same address in somebody else's sandbox answered.
  const sandboxes = createOciSandboxPort({ dataDirectory: join(directory, 'data') });
  const projects = new TestProjects();
  const defaults = readSettings(sandboxSettings, {});
  const facts: SandboxPlatform['facts'] = [];
  let feature: SandboxesFeature | undefined;
  const platform = await startTestPlatform((kernel) => {
    feature = createSandboxes(kernel, {
      sandboxes,
      projects,
      hostBundle: { directory: bundle, node: process.execPath },
      environment,
      settings: { ...defaults, memoryMegabytes: 512, processes: 256, ...settings },
    });
    return [peopleFeature(facts), feature];
  });
  if (feature === undefined) throw new Error('The platform made no features.');
  let ordinal = 0;
  const host: SandboxPlatform['host'] = (name, projectId, path, init) =>
    platform.request(`/api/projects/${projectId}/host${path}`, { ...init, cookie: cookieOf(name) });
  return {
    ...platform,
    host,
    sandboxes,
    projects,
    feature,
    facts,
    listen: (projectId, listener) => listen(platform.origin, projectId, listener),
    async createProject(bytes = 64 * MEBIBYTE) {
      const projectId = makeId('prj');
      ordinal += 1;
      await sandboxes.volumes.create({ id: volumeOf(projectId), ordinal, bytes });
      projects.roles.set(projectId, new Map(Object.entries(members).map(([name, role]) => [`usr_${name}`, role])));
      return projectId;
    },
    async writeFile(projectId, path, content) {
      const headers = { 'if-none-match': '*', 'content-type': 'application/octet-stream' };
      await succeed(host('ada', projectId, `/files/content?path=${path}`, { method: 'PUT', headers, body: content }));
    },
    async run(projectId, command) {
      await host('ada', projectId, '/run/stop', { method: 'POST', json: {} });
      await succeed(host('ada', projectId, '/run/start', { method: 'POST', json: { command } }));
    },
    async stop() {
      await platform.stop();
      await sandboxes.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function ensureHostBuilt(): Promise<void> {
  if (existsSync(hostCommand('node', hostDirectory).at(-1) ?? '')) return;
  const build = fileURLToPath(new URL('../../../../apps/host/build.ts', import.meta.url));
  const child = spawn(process.execPath, [build], { stdio: 'inherit' });
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error('The project host could not be built.');
}

async function succeed(asked: Promise<Response>): Promise<void> {
  const answer = await asked;
  if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
}

async function listen(origin: string, projectId: string, listener: (state: SessionState) => void): Promise<void> {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/api/live`, {
    origin,
    headers: { cookie: cookieOf('vera') },
  });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  await new Promise<void>((resolve) => {
    socket.on('message', (data: Buffer) => {
      const message = liveResponseSchema.parse(JSON.parse(String(data)));
      if (message.type === 'subscribed') resolve();
      if (message.type === 'event') listener(sessionChannel.message.parse(message.event).state);
    });
    socket.send(JSON.stringify({ type: 'subscribe', id: 1, channel: sessionChannel.name, key: { projectId } }));
  });
}
