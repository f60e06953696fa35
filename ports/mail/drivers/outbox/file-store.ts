import { watch } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { MailError } from '../../port.ts';
import { outboxMail, type OutboxMail, type OutboxStore, type OutboxSummary } from './store.ts';

const mailId = /^\d{8}T\d{9}Z-[0-9a-f]{16}$/;
const suffix = '.json';

/**
 * Keeps mail as one JSON file each in `directory`, which only the platform's user may enter: mail holds sign-in links.
 * A file appears whole or not at all (temporary name, fsync, rename, fsync of the directory).
 *
 * @param options.keep how many mails stay; the oldest go first
 */
export async function createFileStore(directory: string, options: { keep?: number } = {}): Promise<OutboxStore> {
  const keep = options.keep ?? 1000;
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const ids = async () => {
    const names = await readdir(directory);
    return names
      .map((name) => name.slice(0, -suffix.length))
      .filter((id, at) => names[at] === id + suffix && mailId.test(id));
  };
  return {
    async append(mail) {
      await writeWhole(directory, pathOf(directory, mail.id), JSON.stringify(outboxMail.parse(mail), null, 2));
      for (const id of newestFirst(await ids()).slice(keep)) await rm(pathOf(directory, id), { force: true });
    },
    async list({ limit, before }) {
      const wanted = newestFirst(await ids()).filter((id) => before === undefined || id < before);
      const mails = await Promise.all(wanted.slice(0, limit).map((id) => read(directory, id)));
      return mails.filter((mail) => mail !== undefined).map(summarize);
    },
    watch(listener) {
      // The folder itself tells, so that a process which serves pages hears of mail that another one writes.
      const watcher = watch(directory, { persistent: false }, (_event, name) => {
        if (name?.endsWith(suffix) === true) listener();
      });
      // A folder that goes away ends the news, not the process.
      watcher.on('error', () => watcher.close());
      return () => watcher.close();
    },
    get: async (id) => (mailId.test(id) ? read(directory, id) : undefined),
  };
}

function pathOf(directory: string, id: string): string {
  if (!mailId.test(id)) throw new TypeError(`"${id}" cannot name a mail.`);
  return join(directory, id + suffix);
}

function newestFirst(ids: string[]): string[] {
  return ids.toSorted().toReversed();
}

function summarize({ id, writtenAt, to, subject }: OutboxMail): OutboxSummary {
  return { id, writtenAt, to, subject };
}

async function read(directory: string, id: string): Promise<OutboxMail | undefined> {
  const text = await readFile(pathOf(directory, id), 'utf8').catch(absent);
  if (text === undefined) return undefined;
  const parsed = outboxMail.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new MailError(
    'outbox_unreadable',
    `The mail ${id} cannot be read: its file was changed by hand. Remove ${id}${suffix} from the outbox folder.`,
  );
}

function absent(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function writeWhole(directory: string, path: string, text: string): Promise<void> {
  const temporary = `${path}.part`;
  await using file = await open(temporary, 'wx', 0o600);
  await file.writeFile(text);
  await file.sync();
  await rename(temporary, path);
  await using folder = await open(directory, 'r');
  await folder.sync();
}
