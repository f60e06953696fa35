import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openProject, type Project } from '../testing/project.ts';
import { Partials } from './partials.ts';
import { Space } from './space.ts';
import { Trash } from './trash.ts';

const hour = 3_600_000;

async function begin(project: Project, upload: string, path: string): Promise<void> {
  const query = { path, upload, offset: 0, size: 10 };
  expect((await project.ask('files.upload', { query, body: 'half' })).status).toBe(200);
}

const uploads = async (project: Project): Promise<unknown> => (await project.ask('files.uploads')).json.uploads;

it('lists uploads that were broken off, with how far they came', async () => {
  const project = await openProject();
  await begin(project, 'upload-one', 'a/film.mp4');
  expect(await uploads(project)).toMatchObject([{ upload: 'upload-one', path: 'a/film.mp4', size: 10, received: 4 }]);
});

it('forgets an upload that is complete or given up', async () => {
  const project = await openProject();
  await begin(project, 'upload-one', 'one.bin');
  await begin(project, 'upload-two', 'two.bin');
  const rest = { path: 'one.bin', upload: 'upload-one', offset: 4, size: 10 };
  await project.ask('files.upload', { query: rest, body: 'second' });
  await project.ask('files.dropUpload', { body: { upload: 'upload-two' } });
  expect(await uploads(project)).toEqual([]);
  expect((await project.ask('files.read', { query: { path: 'one.bin' } })).bytes.toString()).toBe('halfsecond');
  expect((await project.ask('files.read', { query: { path: 'two.bin' } })).status).toBe(404);
});

it('drops an upload a day after its last piece, and no earlier', async () => {
  const project = await openProject();
  await begin(project, 'upload-one', 'one.bin');
  const partials = new Partials(join(project.folder, 'state'));
  await partials.dropExpired(Date.now() + 23 * hour);
  expect(await uploads(project)).toHaveLength(1);
  await partials.dropExpired(Date.now() + 25 * hour);
  expect(await uploads(project)).toEqual([]);
});

it('gives up unfinished uploads before deletions when the disk is full, and none that is under way', async () => {
  const project = await openProject({ 'kept.txt': 'x' });
  const state = join(project.folder, 'state');
  const partials = new Partials(state);
  const space = new Space(state, partials, new Trash(project.root, state));
  const { undo } = (await project.ask('files.remove', { body: { paths: ['kept.txt'] } })).json;
  await begin(project, 'upload-old', 'old.bin');
  await begin(project, 'upload-new', 'new.bin');
  const before = (Date.now() - hour) / 1000;
  await utimes(partials.pathOf('upload-old'), before, before);
  expect(await space.dropOldest()).toBe(true);
  expect(await uploads(project)).toMatchObject([{ upload: 'upload-new' }]);
  expect((await project.ask('files.trash')).json.deletions).toMatchObject([{ undo, paths: ['kept.txt'] }]);
  expect(await space.dropOldest()).toBe(true);
  expect((await project.ask('files.trash')).json.deletions).toEqual([]);
  expect(await space.dropOldest()).toBe(false);
  expect(await uploads(project)).toHaveLength(1);
});

it('refuses at the first piece what the disk cannot hold, and says how much it can', async () => {
  const project = await openProject();
  const query = { path: 'huge.bin', upload: 'upload-huge', offset: 0, size: 1024 ** 5 };
  const refused = await project.ask('files.upload', { query, body: 'first piece' });
  expect([refused.status, refused.json.code]).toEqual([507, 'upload_too_large']);
  expect(refused.json.free).toBeGreaterThan(0);
  expect(await uploads(project)).toEqual([]);
});

it('takes many files of one new folder at the same time', async () => {
  const project = await openProject();
  const uploads = Array.from({ length: 20 }, (_, at) =>
    project.ask('files.upload', {
      query: { path: `new/deep/${at}.txt`, upload: `upload-${at}-of-many`, offset: 0, size: 3 },
      body: 'abc',
    }),
  );
  expect((await Promise.all(uploads)).map(({ status }) => status)).toEqual(Array(20).fill(200));
  expect((await project.ask('files.list', { query: { path: 'new/deep' } })).json.total).toBe(20);
});

it('refuses a taken name at the first piece', async () => {
  const project = await openProject({ 'a.txt': 'mine' });
  const query = { path: 'a.txt', upload: 'upload-one', offset: 0, size: 10 };
  expect((await project.ask('files.upload', { query, body: 'half' })).json.code).toBe('path_exists');
  expect(await uploads(project)).toEqual([]);
});

it('lists deletions, restores one of them and deletes the others for good', async () => {
  const project = await openProject({ 'a.txt': 'a', 'b.txt': 'b' });
  const first = (await project.ask('files.remove', { body: { paths: ['a.txt'] } })).json.undo;
  await project.ask('files.remove', { body: { paths: ['b.txt'] } });
  const { deletions } = (await project.ask('files.trash')).json;
  expect(deletions.map((deletion: { paths: string[] }) => deletion.paths).toSorted()).toEqual([['a.txt'], ['b.txt']]);
  await project.ask('files.restore', { body: { undo: first } });
  await project.ask('files.emptyTrash', { body: {} });
  expect((await project.ask('files.trash')).json.deletions).toEqual([]);
  expect((await project.ask('files.read', { query: { path: 'a.txt' } })).bytes.toString()).toBe('a');
});
