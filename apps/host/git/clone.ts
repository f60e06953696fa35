import { execFile, spawn } from 'node:child_process';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { HostError, systemCode } from '../failure.ts';
import { makeDirectory } from '../files/paths.ts';
import { temporaryPath } from '../files/stage.ts';

interface Store {
  readonly root: string;
  readonly state: string;
}

export interface Cloning {
  readonly url: string;
  readonly path: string;
  readonly branch?: string | undefined;
  readonly depth?: number | undefined;
  readonly progress: (stage: string, percent: number | null, text: string) => void;
}

/**
 * Clones into a temporary folder and moves the result into `path`, so that a failed clone leaves nothing behind. Git gets
 * an argument list (no shell), `--` before the address, only https, no prompt, no hooks and no configuration of others.
 */
export async function cloneRepository(
  store: Store,
  work: Cloning,
): Promise<{ path: string; branch: string | null; commit: string | null }> {
  checkUrl(work.url);
  const destination = await makeDirectory(store.root, work.path);
  if ((await readdir(destination)).length > 0) throw new HostError('clone_not_empty', { path: work.path });
  const temporary = await temporaryPath(store.state);
  await mkdir(temporary);
  try {
    await runClone(temporary, work);
    for (const name of await readdir(temporary)) await rename(join(temporary, name), join(destination, name));
    return {
      path: work.path,
      branch: await ask(destination, 'branch', '--show-current'),
      commit: await ask(destination, 'rev-parse', 'HEAD'),
    };
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

function checkUrl(url: string): void {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const plain = parsed?.protocol === 'https:' && parsed.username === '' && parsed.password === '';
  // Git reads the text, not our parsed form: both must mean the same.
  if (!plain || !/^https:\/\/[^\s\\@]+$/.test(url)) throw new HostError('clone_refused');
}

const safeConfiguration = [
  'protocol.allow=never',
  'protocol.https.allow=always',
  'core.hooksPath=/dev/null',
  'credential.helper=',
];

async function runClone(temporary: string, work: Cloning): Promise<void> {
  const words = [
    ...safeConfiguration.flatMap((setting) => ['-c', setting]),
    'clone',
    '--progress',
    ...(work.depth === undefined ? [] : [`--depth=${work.depth}`]),
    ...(work.branch === undefined ? [] : [`--branch=${work.branch}`]),
    '--',
    work.url,
    temporary,
  ];
  const environment = { ...process.env, GIT_TERMINAL_PROMPT: '0', GIT_CONFIG_NOSYSTEM: '1', LC_ALL: 'C' };
  const child = spawn('git', words, { stdio: ['ignore', 'ignore', 'pipe'], env: environment });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('close', resolve).once('error', (error) => reject(absentGit(error)));
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4000);
    for (const line of text.split(/[\r\n]+/)) reportProgress(line, work.progress);
  });
  if ((await ended) !== 0) throw new HostError('clone_failed', { details: lastWords(said) });
}

function absentGit(error: Error): Error {
  if (systemCode(error) !== 'ENOENT') return error;
  return new HostError('program_missing', { details: 'git is not installed: apt-get install git' });
}

function reportProgress(line: string, progress: Cloning['progress']): void {
  const match = /^(?:remote: )?([A-Z][a-z]+ [a-z]+):\s+(\d+)%/.exec(line);
  if (match?.[1] !== undefined) progress(match[1], Number(match[2]), line.trim());
}

const lastWords = (said: string): string =>
  said
    .split(/[\r\n]+/)
    .filter((line) => line.trim() !== '' && !line.includes('%'))
    .slice(-5)
    .join('\n');

async function ask(directory: string, ...words: string[]): Promise<string | null> {
  const configuration = ['-c', 'core.fsmonitor=', '-c', 'safe.directory=*'];
  return promisify(execFile)('git', [...configuration, ...words], { cwd: directory }).then(
    ({ stdout }) => stdout.trim() || null,
    () => null,
  );
}
