import { spawn } from 'node:child_process';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import type { RouteAnswer } from '../contract/index.ts';
import { HostError } from '../failure.ts';
import { openFile, follow } from '../files/paths.ts';
import type { Host } from '../host.ts';
import type { HandlersOf } from '../routes.ts';
import type { SqliteOutcome, SqliteWork } from './work.ts';

/** In milliseconds. A table without an index may take longer than anybody waits. */
const longest = 10_000;

/** Beside the built host lies a built worker. */
const worker = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './sqlite-worker.cjs', import.meta.url),
);

/**
 * The routes under /sqlite. SQLite works without giving way, so each question has a process of its own that can be killed:
 * a thread cannot be ended in the middle of a query.
 */
export const sqliteHandlers = (host: Host): HandlersOf<'sqlite'> => ({
  'sqlite.tables': async ({ input }) =>
    (await ask(host.root, { kind: 'tables', absolute: '', ...input })) as RouteAnswer<'sqlite.tables'>,
  'sqlite.rows': async ({ input }) =>
    (await ask(host.root, { kind: 'rows', absolute: '', ...input })) as RouteAnswer<'sqlite.rows'>,
});

async function ask(root: string, work: SqliteWork): Promise<unknown> {
  // A place that is no regular file of the project is refused before SQLite could wait for it.
  await (await openFile(root, work.path)).close();
  const { absolute } = await follow(root, work.path);
  const outcome = await runWorker({ ...work, absolute });
  if ('answer' in outcome) return outcome.answer;
  throw new HostError('database_invalid', { path: work.path, details: outcome.refusal });
}

async function runWorker(work: SqliteWork): Promise<SqliteOutcome> {
  const words = ['--disable-warning=ExperimentalWarning', '--max-old-space-size=128', worker];
  const child = spawn(process.execPath, words, {
    stdio: ['pipe', 'pipe', 'inherit'],
    timeout: longest,
    killSignal: 'SIGKILL',
  });
  const [said] = await Promise.all([
    text(child.stdout),
    new Promise((resolve, reject) => child.once('error', reject).once('close', resolve)),
    pipeline(Readable.from(JSON.stringify(work)), child.stdin).catch(() => undefined),
  ]);
  if (child.killed) throw new HostError('database_slow', { path: work.path });
  return said === ''
    ? { refusal: 'The program that reads databases ended early.' }
    : (JSON.parse(said) as SqliteOutcome);
}
