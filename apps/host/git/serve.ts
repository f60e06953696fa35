import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { inheritedEnvironment } from '../environment.ts';
import { HostError, systemCode } from '../failure.ts';

export type Service = 'upload-pack' | 'receive-pack';

export interface Serving {
  readonly root: string;
  readonly service: Service;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Whether git greets first and both sides go on in turns, as over SSH; over HTTP each request stands for itself. */
  readonly conversation?: boolean;
  /** `name=value`, as after `git -c`. */
  readonly settings: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Whether git may still be ended when the client leaves; asked when it does. */
  mayEnd?(): boolean;
  /** What is said behind the answer. */
  trailers?(): Record<string, string>;
}

/**
 * What holds for both services. Our own notes and what somebody put aside are not for others. Hooks of the repository do
 * not run: they are written for the person at the keyboard, and a push by somebody else is not their work.
 */
const common = [
  'safe.directory=*',
  'core.fsmonitor=false',
  'core.quotePath=false',
  'transfer.hideRefs=refs/e-code',
  'transfer.hideRefs=refs/stash',
  'uploadpack.allowFilter=true',
  'gc.auto=0',
];

/** Tells a client which branches and tags there are and what this side can do. */
export async function advertise(serving: Serving): Promise<void> {
  const { service, response, request } = serving;
  const child = start(serving, ['--http-backend-info-refs']);
  await once(child);
  response.writeHead(200, { 'content-type': `application/x-git-${service}-advertisement` });
  // Version 2 begins with its own words; the older ones are told which service answers.
  if (versionOf(request) !== 'version=2' || service === 'receive-pack') {
    response.write(`${packet(`# service=git-${service}\n`)}0000`);
  }
  child.stdin?.end();
  await join(child, serving);
}

/** Lets git read a request and write its answer, each as fast as the other side takes it. Ends git when the client leaves. */
export async function exchange(serving: Serving): Promise<void> {
  const { request, response, service } = serving;
  const child = start(serving, []);
  await once(child);
  response.writeHead(200, { 'content-type': `application/x-git-${service}-result` });
  response.flushHeaders();
  const answered = join(child, serving);
  if (child.stdin !== null) await feed(request, child.stdin);
  await answered;
}

function start(serving: Serving, words: string[]): ChildProcess {
  const { root, service, request, settings, environment, conversation } = serving;
  const configuration = [...common, ...settings].flatMap((setting) => ['-c', setting]);
  const version = versionOf(request);
  const manner = conversation ? [] : ['--stateless-rpc'];
  return spawn('git', [...configuration, service, ...manner, ...words, '.'], {
    cwd: root,
    env: {
      ...inheritedEnvironment(),
      GIT_TERMINAL_PROMPT: '0',
      LC_ALL: 'C.UTF-8',
      ...(version !== undefined && service === 'upload-pack' && { GIT_PROTOCOL: version }),
      ...environment,
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
}

function once(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve).once('error', (error) => {
      const absent = systemCode(error) === 'ENOENT';
      reject(
        absent ? new HostError('program_missing', { details: 'git is not installed: apt-get install git' }) : error,
      );
    });
  });
}

async function feed(request: IncomingMessage, input: NodeJS.WritableStream): Promise<void> {
  const packed = request.headers['content-encoding'];
  try {
    if (packed === 'gzip' || packed === 'x-gzip') await pipeline(request, createGunzip(), input);
    else await pipeline(request, input);
  } catch {
    // Git ends without reading everything when it refuses; its answer says why. A client that left hears nothing.
  }
}

/** Resolves when git has ended and its answer has left; an answer that breaks off is broken off for the client too. */
async function join(child: ChildProcess, { response, mayEnd, trailers }: Serving): Promise<void> {
  const leave = (): void => {
    if (mayEnd?.() ?? true) child.kill();
    // What it still says is for nobody, but must be read, or git ends over it half-way.
    child.stdout?.resume();
  };
  response.once('close', leave);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  child.stdout?.on('error', () => response.destroy()).pipe(response, { end: false });
  await ended;
  response.off('close', leave);
  if (trailers !== undefined && !response.destroyed) response.addTrailers(trailers());
  response.end();
}

function versionOf({ headers }: IncomingMessage): string | undefined {
  const asked = headers['git-protocol'];
  return typeof asked === 'string' && /^version=[0-2]$/.test(asked) ? asked : undefined;
}

function packet(text: string): string {
  return (text.length + 4).toString(16).padStart(4, '0') + text;
}
