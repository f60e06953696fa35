import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemActor } from '@e-code/kernel/server';
import type { Parts } from './parts.ts';
import { purgeTrash } from './remove.ts';
import { sweepVolumes } from './sweep.ts';
import { claimVolume, volumeOf } from './claim.ts';
import { startStage } from '../testing/stage.ts';
import type { Stage } from '../testing/stage.ts';

let stage: Stage;
let parts: Parts;
beforeAll(async () => {
  stage = await startStage();
  const absent = (): never => {
    throw new Error('not needed here');
  };
  parts = {
    kernel: stage.kernel,
    sandbox: stage.sandbox,
    people: { names: absent, findByEmail: absent },
    toolchains: { has: absent },
    guestLinks: true,
    diskBytes: 0,
    prepared: { fill: absent, prepare: absent },
  };
});
afterAll(async () => {
  await stage.stop();
});

const create = (body: object, name: 'ada' | 'ben' = 'ada') => stage.as(name, 'POST', '/api/projects', body);
const volumeIds = async (): Promise<string[]> => (await stage.sandbox.volumes.list()).map(({ id }) => id);
const claims = async (): Promise<string[]> =>
  (await stage.kernel.database.pool.query('SELECT volume FROM projects.volumes')).rows.map(({ volume }) => volume);

/** Runs a shell command on a project's files, as its owner would in a terminal. */
async function inside(projectId: string, script: string): Promise<string> {
  const volume = volumeOf(projectId);
  const limits = { cpus: 1, memoryBytes: 128 * 1024 * 1024, pids: 32 };
  const sandbox = await stage.sandbox.start({ id: volume, volume, command: ['sleep', '60'], limits, network: 'none' });
  const { stdout } = await sandbox.exec({ command: ['bash', '-c', script] });
  await sandbox.stop({ graceMs: 0 });
  return String(stdout).trim();
}

describe('making a project', () => {
  it('copies the template into a volume of its own', async () => {
    const { status, body } = await create({ name: 'Moon', template: 'static-site' });
    expect({ status, ...body }).toMatchObject({ status: 200, slug: 'moon', language: 'HTML', role: 'owner' });
    expect(await inside(body.id, 'ls -A && id -u && test -w index.html && echo writable')).toBe(
      '.replit\nREADME.md\nindex.html\nmoon.js\nstyle.css\n1000\nwritable',
    );
    const found = await stage.directory.find(stage.kernel.database.read, body.id);
    expect(found).toMatchObject({ id: body.id, name: 'Moon', ordinal: expect.any(Number) });
  });

  it('gives an empty folder when asked for nothing', async () => {
    const { body } = await create({ name: 'Nothing', template: 'blank' });
    expect(await inside(body.id, 'ls -A | wc -l && touch here && ls')).toBe('0\nhere');
  });

  it('names it after the template when no name is given', async () => {
    const names = [await create({ template: 'blank' }), await create({ template: 'blank' })];
    expect(names.map(({ body }) => body.name)).toEqual(['Blank project', 'Blank project 2']);
  });

  it('refuses an unknown template and a taken name, and keeps no volume of it', async () => {
    await create({ name: 'Once', template: 'blank' });
    const before = await volumeIds();
    expect((await create({ name: 'Twice', template: '../../etc' })).body.code).toBe('invalid_input');
    expect((await create({ name: 'Twice', template: 'cobol' })).body.code).toBe('template_unknown');
    expect((await create({ name: 'once', template: 'blank' })).body.code).toBe('name_taken');
    expect(await volumeIds()).toEqual(before);
  });

  it('gives a name to one of four who ask at the same time; the others leave nothing', async () => {
    const before = await volumeIds();
    const answers = await Promise.all([1, 2, 3, 4].map(() => create({ name: 'Race', template: 'blank' })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.code === 'name_taken')).toHaveLength(3);
    expect(await volumeIds()).toHaveLength(before.length + 1);
    expect(await claims()).toHaveLength(before.length + 1);
  });

  it('gives unnamed ones different names and all different user ids, also at the same time', async () => {
    const answers = await Promise.all([1, 2, 3, 4].map(() => create({ template: 'bash' }, 'ben')));
    expect(new Set(answers.map(({ body }) => body.name))).toEqual(new Set(['Bash', 'Bash 2', 'Bash 3', 'Bash 4']));
    const ordinals = (await stage.sandbox.volumes.list()).map(({ ordinal }) => ordinal);
    expect(new Set(ordinals).size).toBe(ordinals.length);
  });
});

describe('forking', () => {
  it('copies the files as they are and remembers where they are from', async () => {
    const { body: source } = await create({ name: 'Source', template: 'bash' });
    await inside(source.id, 'echo changed > README.md; echo secret > ~/.token');
    const { body: fork } = await stage.as('ada', 'POST', `/api/projects/${source.id}/fork`, {});
    expect(fork).toMatchObject({ name: 'Source 2', forkedFrom: { id: source.id, name: 'Source', slug: 'source' } });
    expect(await inside(fork.id, 'cat README.md ~/.token; echo own > README.md')).toBe('changed\nsecret');
    expect(await inside(source.id, 'cat README.md')).toBe('changed');
  });

  it('gives visitors the files of the project and nothing beside them', async () => {
    const { body: source } = await create({ name: 'Open', template: 'bash' });
    await inside(source.id, 'echo secret > ~/.token; mkdir -p ~/.config/tool; echo secret > ~/.config/tool/key');
    await stage.as('ada', 'PATCH', `/api/projects/${source.id}`, { visibility: 'public' });
    const { body: fork } = await stage.as('ben', 'POST', `/api/projects/${source.id}/fork`, { name: 'Mine' });
    expect(fork).toMatchObject({ role: 'owner', visibility: 'private', owner: { name: 'Ben' } });
    expect(await inside(fork.id, 'ls -A ~ && cat README.md | head -1')).toBe('workspace\n# Folder sizes');
    await stage.as('ada', 'PATCH', `/api/projects/${source.id}`, { visibility: 'private' });
    const { body: later } = await stage.as('ben', 'GET', '/api/projects/by-slug/mine');
    expect(later.forkedFrom).toEqual({ id: source.id, name: null, slug: null });
  });
});

describe('the trash', () => {
  it('gives a project back, under another name when its own was taken meanwhile', async () => {
    const { body } = await create({ name: 'Gone', template: 'bash' });
    const trash = await stage.as('ada', 'DELETE', `/api/projects/${body.id}`);
    expect(trash.status).toBe(200);
    expect((await stage.as('ada', 'DELETE', `/api/projects/${body.id}`)).body.code).toBe('in_trash');
    expect(await stage.directory.find(stage.kernel.database.read, body.id)).toBeUndefined();
    await create({ name: 'gone', template: 'bash' });
    const restored = await stage.as('ada', 'POST', `/api/projects/${body.id}/restore`, {});
    expect(restored.body).toMatchObject({ id: body.id, name: 'Gone 2', slug: 'gone', trashedAt: null });
    expect(await inside(body.id, 'ls')).toBe('README.md\nmain.sh');
  });

  it('is emptied by the owner, who types the name', async () => {
    const { body } = await create({ name: 'Farewell', template: 'bash' });
    const remove = (name: string) => stage.as('ada', 'DELETE', `/api/projects/${body.id}/permanently`, { name });
    expect((await remove('Farewell')).body.code).toBe('not_in_trash');
    await stage.as('ada', 'DELETE', `/api/projects/${body.id}`);
    expect((await remove('farewel')).body.code).toBe('name_not_confirmed');
    expect(await volumeIds()).toContain(volumeOf(body.id));
    expect((await remove('Farewell')).status).toBe(200);
    expect(await volumeIds()).not.toContain(volumeOf(body.id));
    expect(await claims()).not.toContain(volumeOf(body.id));
    expect((await stage.as('ada', 'GET', '/api/projects/by-slug/farewell')).status).toBe(404);
  });

  it('keeps what is in use until the next sweep, without showing it', async () => {
    const { body } = await create({ name: 'Busy', template: 'bash' });
    const volume = volumeOf(body.id);
    const limits = { cpus: 1, memoryBytes: 64 * 1024 * 1024, pids: 16 };
    const sandbox = await stage.sandbox.start({
      id: volume,
      volume,
      command: ['sleep', '60'],
      limits,
      network: 'none',
    });
    await stage.as('ada', 'DELETE', `/api/projects/${body.id}`);
    expect((await stage.as('ada', 'DELETE', `/api/projects/${body.id}/permanently`, { name: 'Busy' })).status).toBe(
      200,
    );
    expect(await volumeIds()).toContain(volume);
    await sandbox.stop({ graceMs: 0 });
    stage.moveClock(1);
    await sweepVolumes(parts);
    expect(await volumeIds()).not.toContain(volume);
  });
});

describe('what happens by the clock', () => {
  it('deletes projects after 30 days in the trash, not after 29', async () => {
    const { body } = await create({ name: 'Old', template: 'blank' });
    await stage.as('ada', 'DELETE', `/api/projects/${body.id}`);
    stage.moveClock(29);
    await purgeTrash(parts, systemActor('projects.cleaning'));
    expect(await volumeIds()).toContain(volumeOf(body.id));
    stage.moveClock(1);
    await purgeTrash(parts, systemActor('projects.cleaning'));
    expect(await volumeIds()).not.toContain(volumeOf(body.id));
  });

  it('removes what a crash left after an hour, and nothing that may be in the making', async () => {
    const { clock, database } = stage.kernel;
    const ordinal = await database.transaction((sql) => claimVolume(sql, 'prj-left', clock.now()));
    await stage.sandbox.volumes.create({ id: 'prj-left', ordinal, bytes: 64 * 1024 * 1024 });
    await sweepVolumes(parts);
    expect(await volumeIds()).toContain('prj-left');
    stage.moveClock(1);
    await sweepVolumes(parts);
    expect(await volumeIds()).not.toContain('prj-left');
    expect(await claims()).not.toContain('prj-left');
  });
});
