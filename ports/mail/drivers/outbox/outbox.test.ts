import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mailSuite } from '../../suite.ts';
import { createFileStore } from './file-store.ts';
import { createOutboxMail } from './outbox.ts';

const from = { name: 'E-Code', address: 'code@example.org' };
const message = { to: 'ada@example.org', subject: 'Hello', text: 'Hello.' };

mailSuite('outbox', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'e-code-outbox-'));
  const store = await createFileStore(directory);
  return {
    port: createOutboxMail({ store, from, now: () => new Date() }),
    async received() {
      const summaries = await store.list({ limit: 100 });
      const mails = await Promise.all(summaries.map(({ id }) => store.get(id)));
      return mails
        .filter((mail) => mail !== undefined)
        .map(({ id: _id, writtenAt: _at, ...mail }) => ({ html: undefined, ...mail }));
    },
    dispose: () => rm(directory, { recursive: true }),
  };
});

describe('the outbox on disk', () => {
  let parent: string;
  let directory: string;
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'e-code-outbox-'));
    directory = join(parent, 'outbox');
  });
  afterEach(() => rm(parent, { recursive: true }));

  /** A port whose clock moves one second with each mail. */
  async function openAt(start: string, keep = 1000) {
    const store = await createFileStore(directory, { keep });
    let seconds = 0;
    const now = () => new Date(Date.parse(start) + 1000 * seconds++);
    return { store, port: createOutboxMail({ store, from, now }) };
  }

  it('shows the newest first, a page at a time, without the bodies', async () => {
    const { store, port } = await openAt('2026-01-01T00:00:00.000Z');
    for (const subject of ['one', 'two', 'three']) await port.send({ ...message, subject });
    const first = await store.list({ limit: 2 });
    expect(first.map(({ subject }) => subject)).toEqual(['three', 'two']);
    const second = await store.list({ limit: 2, before: first[1]?.id ?? '' });
    expect(second).toEqual([
      { id: expect.any(String), writtenAt: '2026-01-01T00:00:00.000Z', to: 'ada@example.org', subject: 'one' },
    ]);
  });

  it('keeps mail for the next process', async () => {
    const { port } = await openAt('2026-01-01T00:00:00.000Z');
    const { id } = await port.send(message);
    const again = await createFileStore(directory);
    expect(await again.get(id)).toMatchObject({ subject: 'Hello', text: 'Hello.' });
  });

  it('is closed to other users of the machine, because mail holds sign-in links', async () => {
    const { port } = await openAt('2026-01-01T00:00:00.000Z');
    const { id } = await port.send(message);
    expect((await stat(directory)).mode & 0o777).toBe(0o700);
    expect((await stat(join(directory, `${id}.json`))).mode & 0o777).toBe(0o600);
  });

  it('lets the oldest go when more than the kept number came', async () => {
    const { store, port } = await openAt('2026-01-01T00:00:00.000Z', 2);
    for (const subject of ['one', 'two', 'three']) await port.send({ ...message, subject });
    expect((await store.list({ limit: 10 })).map(({ subject }) => subject)).toEqual(['three', 'two']);
    expect(await readdir(directory)).toHaveLength(2);
  });

  it('finds nothing under names that are no mail, and never leaves its folder', async () => {
    const { store } = await openAt('2026-01-01T00:00:00.000Z');
    await writeFile(join(parent, 'secret.json'), '{}');
    for (const id of ['../secret', '..%2Fsecret', '/etc/passwd', '', '20260101T000000000Z-0123456789abcdef']) {
      expect(await store.get(id), id).toBeUndefined();
    }
  });

  it('tells at once when mail was kept, also by another process, and no longer when nobody listens', async () => {
    const { port } = await openAt('2026-01-01T00:00:00.000Z');
    const page = await createFileStore(directory);
    const seen: number[] = [];
    const stop = page.watch(() => void page.list({ limit: 10 }).then((mails) => seen.push(mails.length)));
    await port.send(message);
    await expect.poll(() => seen.at(-1)).toBe(1);
    stop();
    const before = seen.length;
    await port.send(message);
    expect(await page.list({ limit: 10 })).toHaveLength(2);
    expect(seen).toHaveLength(before);
  });

  it('does not show what a crash left half-written or what others put there', async () => {
    const { store, port } = await openAt('2026-01-01T00:00:00.000Z');
    await port.send(message);
    await writeFile(join(directory, '20260101T000000000Z-0123456789abcdef.json.part'), '{"id":');
    await writeFile(join(directory, 'notes.json'), '{}');
    expect(await store.list({ limit: 10 })).toHaveLength(1);
  });

  it('says which file to remove when one was changed by hand', async () => {
    const { store } = await openAt('2026-01-01T00:00:00.000Z');
    const id = '20260101T000000000Z-0123456789abcdef';
    await writeFile(join(directory, `${id}.json`), '{"id":');
    await expect(store.get(id)).rejects.toMatchObject({
      code: 'outbox_unreadable',
      message: expect.stringContaining(id),
    });
  });

  it('does not call a mail sent that could not be written', async () => {
    const { port } = await openAt('2026-01-01T00:00:00.000Z');
    await rm(directory, { recursive: true });
    await writeFile(directory, 'a file where the folder was');
    await chmod(directory, 0o600);
    await expect(port.send(message)).rejects.toMatchObject({ code: 'ENOTDIR' });
  });
});
