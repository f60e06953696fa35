import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { like } from 'drizzle-orm';
import { claimVolume } from '../life/claim.ts';
import { discardVolume } from '../life/discard.ts';
import type { Outside } from '../life/parts.ts';
import { isSandboxFailure } from '../life/storage-failure.ts';
import { volumes } from '../tables.ts';
import { listCatalogue, seedOf } from './catalogue.ts';
import type { TemplateEntry } from './catalogue.ts';

/**
 * Templates with their dependencies installed, one volume each, of which projects are forked: a new project then runs
 * without waiting for a registry. Where preparing failed, a project starts from the bare files and installs on Run.
 */
export interface PreparedTemplates {
  /** Fills a project's volume. @returns false when there is nothing prepared to fill it with */
  fill(template: TemplateEntry, volume: { id: string; ordinal: number }): Promise<boolean>;
  /** Prepares what is not prepared yet and removes what is out of date. Failures are logged: nobody waits for it. */
  prepare(signal: AbortSignal): Promise<void>;
}

const INSTALL = ['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--no-update-notifier'];
const LIMITS = { cpus: 1, memoryBytes: 1024 * 1024 * 1024, pids: 256 };
const PART = '-part';

export function createPreparedTemplates(parts: Outside): PreparedTemplates {
  const ready = new Map<string, string>();
  return {
    async fill(template, { id, ordinal }) {
      const source = ready.get(template.name);
      if (source === undefined) return false;
      try {
        await parts.sandbox.volumes.fork(source, id, { ordinal });
        return true;
      } catch (error) {
        // Two at the same time: the second one starts from the bare files rather than wait.
        if (isSandboxFailure(error, 'volume_in_use', 'volume_not_found')) return false;
        throw error;
      }
    },

    async prepare(signal) {
      const wanted = await wantedVolumes(parts.diskBytes);
      const there = new Set((await parts.sandbox.volumes.list()).map(({ id }) => id));
      await removeOthers(parts, new Set([...wanted.keys()].filter((volume) => there.has(volume))));
      for (const [volume, template] of wanted) {
        if (signal.aborted) return;
        if (there.has(volume) || (await install(parts, template, volume, signal))) ready.set(template.name, volume);
      }
    },
  };
}

/** Volumes by the template they are for. The name changes with everything that the content depends on. */
async function wantedVolumes(diskBytes: number): Promise<Map<string, TemplateEntry>> {
  const wanted = new Map<string, TemplateEntry>();
  for (const template of listCatalogue()) {
    const directory = seedOf(template)?.directory;
    if (directory === undefined || template.installs !== 'npm') continue;
    const hash = createHash('sha256').update(`${diskBytes}\n${INSTALL.join(' ')}\n`);
    for (const file of await listFiles(directory)) hash.update(`${file}\n`).update(await readFile(file));
    wanted.set(`tpl-${template.name}-${hash.digest('hex').slice(0, 10)}`, template);
  }
  return wanted;
}

async function listFiles(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return files.toSorted();
}

async function removeOthers(parts: Outside, kept: ReadonlySet<string>): Promise<void> {
  const { read } = parts.kernel.database;
  const claimed = await read.select({ volume: volumes.volume }).from(volumes).where(like(volumes.volume, 'tpl-%'));
  for (const { volume } of claimed) if (!kept.has(volume)) await discardVolume(parts, volume);
}

/** Installs in a volume of its own and copies it when that went well, so that a volume with the final name is complete. */
async function install(parts: Outside, template: TemplateEntry, volume: string, signal: AbortSignal): Promise<boolean> {
  const { kernel, sandbox } = parts;
  const part = `${volume}${PART}`;
  const claim = (id: string): Promise<number> =>
    kernel.database.transaction((sql) => claimVolume(sql, id, kernel.clock.now()));
  try {
    const seed = seedOf(template);
    await sandbox.volumes.create({
      id: part,
      ordinal: await claim(part),
      bytes: parts.diskBytes,
      ...(seed && { seed }),
    });
    await runInstall(parts, part, signal);
    await sandbox.volumes.fork(part, volume, { ordinal: await claim(volume) });
    return true;
  } catch (error) {
    if (!signal.aborted) {
      kernel.log.warn(
        { err: error, template: template.name },
        'A template was not prepared; its projects install on Run',
      );
    }
    await discardVolume(parts, volume);
    return false;
  } finally {
    await discardVolume(parts, part);
  }
}

async function runInstall({ sandbox }: Outside, volume: string, signal: AbortSignal): Promise<void> {
  const running = await sandbox.start({
    id: volume,
    volume,
    command: INSTALL,
    // The cache stays out of the volume: every project would carry it.
    environment: { npm_config_cache: '/tmp/npm' },
    limits: LIMITS,
    network: 'egress',
  });
  const stop = (): void => void running.stop({ graceMs: 0 });
  signal.addEventListener('abort', stop);
  const { reason, code, message } = await running.exited;
  signal.removeEventListener('abort', stop);
  if (reason !== 'exited' || code !== 0) throw new Error(`Installing the dependencies failed: ${message}`);
}
