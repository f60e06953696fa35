import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Participant } from '@e-code/kernel/server';
import type { GuestLink, GuestPermission, Role } from '../../contract/index.ts';
import { people, startStage } from '../testing/stage.ts';
import type { Answer, PersonName, Stage } from '../testing/stage.ts';
import type { ProjectRow } from '../tables.ts';

let stage: Stage;
let project: ProjectRow;
beforeAll(async () => {
  stage = await startStage();
  project = await stage.insertProject({ name: 'Weather', slug: 'weather' });
});
afterAll(() => stage?.stop());

interface Made {
  id: string;
  secret: string;
}

async function makeLink(permission: GuestPermission = 'view', asksName = false, of = project): Promise<Made> {
  const path = `/api/projects/${of.id}/guest-links`;
  const { status, body } = await stage.as('ada', 'POST', path, { permission, hours: 24, asksName });
  expect(status).toBe(200);
  const address = new URL(z.string().parse(body.address));
  expect([address.pathname, address.search]).toEqual(['/guest', '']);
  return { id: body.link.id, secret: address.hash.slice(1) };
}

/** A browser that is nobody's, with the cookie that it was given. */
class Visitor {
  cookie = '';
  setCookie = '';

  async ask(method: string, path: string, json?: unknown): Promise<Answer> {
    const response = await stage.platform.request(`/api${path}`, { method, json, cookie: this.cookie });
    const [given] = response.headers.getSetCookie();
    if (given !== undefined) {
      this.setCookie = given;
      this.cookie = given.split(';')[0] ?? '';
    }
    return { status: response.status, body: await response.json() };
  }

  enter({ secret }: Made, name?: string): Promise<Answer> {
    return this.ask('POST', '/guest', { secret, ...(name !== undefined && { name }) });
  }

  async seesProject(slug = 'weather'): Promise<Answer> {
    return this.ask('GET', `/projects/by-slug/${slug}`);
  }
}

async function guestOf(link: Made, name?: string): Promise<Visitor> {
  const visitor = new Visitor();
  expect((await visitor.enter(link, name)).status).toBe(200);
  return visitor;
}

const origin = { address: '', agent: '' };

/** What ends connections of a guest to the project, as it happens. */
function watchGuest(id: string): string[] {
  return watch({ kind: 'guest', id, name: 'Guest 1', subject: project.id, sessionId: id, origin }, project.id);
}

/** The same for a person with an account. */
function watchConnections(name: PersonName, subject: string): string[] {
  const { id } = people[name];
  const session = { sessionId: `session-${id}`, authenticatedAt: new Date(0), operator: false };
  return watch({ kind: 'person', id, name, origin, ...session }, subject);
}

function watch(actor: Participant, subject: string): string[] {
  const ended: string[] = [];
  stage.kernel.connections.add({ actor, subject, end: (reason, cause) => ended.push(`${cause}: ${reason}`) });
  return ended;
}

describe('a guest link', () => {
  it('lets somebody without an account see the project, under the name that they gave', async () => {
    const link = await makeLink('view', true);
    const nora = new Visitor();
    const described = await nora.ask('POST', '/guest/link', { secret: link.secret });
    expect(described.body).toMatchObject({ project: 'Weather', owner: 'Ada', permission: 'view', asksName: true });
    expect((await nora.enter(link)).body.code).toBe('guest_name_missing');
    expect((await nora.enter(link, 'Nora')).body).toEqual({ slug: 'weather' });
    expect(nora.setCookie).toMatch(
      /^__Host-ecode_guest=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=86400; Secure/,
    );
    expect((await nora.seesProject()).body).toMatchObject({ id: project.id, role: 'viewer', guest: true });
    const { body } = await nora.ask('GET', '/guest');
    expect(body.visit).toMatchObject({ name: 'Guest Nora', permission: 'view', project: { slug: 'weather' } });
  });

  const roles: [GuestPermission, Role][] = [
    ['view', 'viewer'],
    ['edit', 'writer'],
    ['edit_and_run', 'editor'],
  ];
  it.each(roles)('to %s makes its guests %ss', async (permission, role) => {
    const guest = await guestOf(await makeLink(permission));
    expect((await guest.seesProject()).body.role).toBe(role);
  });

  it('numbers guests who give no name, and keeps who comes again', async () => {
    const numbered = await stage.insertProject({ name: 'Numbers', slug: 'numbers' });
    const [link, another] = [await makeLink('view', false, numbered), await makeLink('edit', false, numbered)];
    const first = await guestOf(link);
    await guestOf(another);
    const { cookie } = first;
    expect((await first.enter(link)).body).toEqual({ slug: 'numbers' });
    expect(first.cookie).toBe(cookie);
    const { body } = await stage.as('ada', 'GET', `/api/projects/${numbered.id}/guest-links`);
    const names = body.links.map(({ guests }: GuestLink) => guests.map(({ name }) => name));
    expect(names).toEqual([['Guest 2'], ['Guest 1']]);
    expect(JSON.stringify(body)).not.toContain(link.secret);
  });

  it('leads into one project: others look absent, and what is for people asks to sign in', async () => {
    const guest = await guestOf(await makeLink('edit_and_run'));
    const open = await stage.insertProject({ visibility: 'public' });
    const [entered] = (await stage.events('projects.guest_entered')).slice(-1);
    const roleIn = (id: string) => stage.directory.roleOf(stage.kernel.database.read, id, String(entered?.['guestId']));
    expect([await roleIn(project.id), await roleIn(open.id)]).toEqual(['editor', undefined]);
    const absent = await guest.seesProject('no-such-project');
    expect(absent.status).toBe(404);
    expect(await guest.seesProject(open.slug)).toEqual(absent);
    const personal: [string, string, unknown][] = [
      ['GET', '/projects', undefined],
      ['POST', '/projects', { template: 'blank' }],
      ['PATCH', `/projects/${project.id}`, { name: 'Mine' }],
      ['POST', `/projects/${project.id}/fork`, {}],
      ['DELETE', `/projects/${project.id}`, undefined],
      ['GET', `/projects/${project.id}/members`, undefined],
      ['GET', `/projects/${project.id}/guest-links`, undefined],
      ['POST', `/projects/${project.id}/guest-links`, { permission: 'view', hours: 1, asksName: false }],
    ];
    for (const [method, path, json] of personal) {
      expect.soft((await guest.ask(method, path, json)).body.code, `${method} ${path}`).toBe('unauthenticated');
    }
  });

  it('is made, listed and taken back by the owner alone', async () => {
    const link = await makeLink();
    await stage.as('ada', 'POST', `/api/projects/${project.id}/members`, { email: 'ben@example.org', role: 'editor' });
    const list = `/api/projects/${project.id}/guest-links`;
    expect((await stage.as('ben', 'GET', list)).status).toBe(403);
    expect((await stage.as('ben', 'DELETE', `${list}/${link.id}`)).status).toBe(403);
    expect((await stage.as('cleo', 'GET', list)).status).toBe(404);
    const other = await stage.insertProject();
    expect((await stage.as('ada', 'DELETE', `/api/projects/${other.id}/guest-links/${link.id}`)).status).toBe(404);
    expect((await stage.as(undefined, 'POST', '/api/guest/link', { secret: link.secret })).status).toBe(200);
  });

  it('lets people with an account in as themselves, for as long as it lasts', async () => {
    const shared = await stage.insertProject({ name: 'Rivers', slug: 'rivers' });
    const [look, edit] = [await makeLink('view', false, shared), await makeLink('edit', true, shared)];
    const seen = async () => (await stage.as('cleo', 'GET', '/api/projects/by-slug/rivers')).body;
    expect((await seen()).code).toBe('not_found');
    const described = await stage.as('cleo', 'POST', '/api/guest/link', { secret: look.secret });
    expect(described.body.signedIn).toEqual({ name: 'Cleo', slug: null });
    for (const { secret } of [look, edit, edit]) {
      expect((await stage.as('cleo', 'POST', '/api/guest', { secret })).body).toEqual({ slug: 'rivers' });
    }
    expect(await seen()).toMatchObject({ role: 'writer', guest: true });
    expect((await stage.as('cleo', 'GET', `/api/projects/${shared.id}/members`)).status).toBe(403);
    const { body } = await stage.as('ada', 'GET', `/api/projects/${shared.id}/guest-links`);
    expect(body.links.map(({ guests }: GuestLink) => guests.map(({ name, account }) => [name, account]))).toEqual([
      [['Cleo', true]],
      [['Cleo', true]],
    ]);
    const ended = watchConnections('cleo', shared.id);
    await stage.as('ada', 'DELETE', `/api/projects/${shared.id}/guest-links/${edit.id}`);
    expect(ended).toEqual(['subject: The owner has taken this guest link back.']);
    expect(await seen()).toMatchObject({ role: 'viewer', guest: true });
    await stage.as('ada', 'DELETE', `/api/projects/${shared.id}/guest-links/${look.id}`);
    expect((await seen()).code).toBe('not_found');
  });

  it('gives members nothing more than they have', async () => {
    const shared = await stage.insertProject({ name: 'Lakes', slug: 'lakes' });
    const { secret } = await makeLink('edit_and_run', false, shared);
    const read = async () => (await stage.as('ben', 'GET', '/api/projects/by-slug/lakes')).body;
    await stage.as('ben', 'POST', '/api/guest', { secret });
    expect((await read()).role).toBe('editor');
    // Who is made a member after that is what the owner says.
    const ended = watchConnections('ben', shared.id);
    await stage.as('ada', 'POST', `/api/projects/${shared.id}/members`, { email: 'ben@example.org', role: 'viewer' });
    expect(ended).toEqual(['subject: Your role in this project has changed.']);
    expect(await read()).toMatchObject({ role: 'viewer', guest: false });
    const described = await stage.as('ben', 'POST', '/api/guest/link', { secret });
    expect(described.body.signedIn).toEqual({ name: 'Ben', slug: 'lakes' });
    expect((await stage.as('ben', 'POST', '/api/guest', { secret })).body).toEqual({ slug: 'lakes' });
    expect((await read()).role).toBe('viewer');
  });

  it('gives more than looking to people who see the project because it is public', async () => {
    const open = await stage.insertProject({ name: 'Seas', slug: 'seas', visibility: 'public' });
    const read = async () => (await stage.as('cleo', 'GET', '/api/projects/by-slug/seas')).body;
    const [look, edit] = [await makeLink('view', false, open), await makeLink('edit', false, open)];
    await stage.as('cleo', 'POST', '/api/guest', { secret: look.secret });
    expect(await read()).toMatchObject({ role: 'viewer', guest: false });
    await stage.as('cleo', 'POST', '/api/guest', { secret: edit.secret });
    expect(await read()).toMatchObject({ role: 'writer', guest: true });
  });
});

describe('the end of a guest link', () => {
  it('taken back, ends its visits and what is open under them, and nobody enters any more', async () => {
    const link = await makeLink('edit');
    const [guest, other] = [await guestOf(link), await guestOf(await makeLink())];
    const [id = ''] = (await stage.events('projects.guest_entered'))
      .filter(({ linkId }) => linkId === link.id)
      .map(({ guestId }) => String(guestId));
    const ended = watchGuest(id);
    await stage.as('ada', 'DELETE', `/api/projects/${project.id}/guest-links/${link.id}`);
    expect(ended).toEqual(['session: The owner has taken this guest link back.']);
    expect((await guest.seesProject()).status).toBe(401);
    expect((await guest.enter(link)).body.code).toBe('guest_link_unknown');
    expect((await other.seesProject()).status).toBe(200);
    expect((await stage.events('projects.guest_link_ended')).at(-1)).toMatchObject({
      linkId: link.id,
      by: 'owner',
      guests: 1,
    });
  });

  it('comes for one guest alone when the owner says so, and the link stays', async () => {
    const link = await makeLink('edit');
    const [nora, tim] = [await guestOf(link, 'Nora'), await guestOf(link, 'Tim')];
    const path = `/api/projects/${project.id}/guest-links`;
    const { body } = await stage.as('ada', 'GET', path);
    const listed = body.links.find(({ id }: GuestLink) => id === link.id);
    const [{ id }] = listed.guests.filter(({ name }: { name: string }) => name === 'Guest Nora');
    const other = await stage.insertProject();
    const elsewhere = `/api/projects/${other.id}/guest-links/${link.id}/guests/${id}`;
    expect((await stage.as('ada', 'DELETE', elsewhere)).status).toBe(404);
    expect((await stage.as('cleo', 'DELETE', `${path}/${link.id}/guests/${id}`)).status).toBe(404);
    const ended = watchGuest(id);
    expect((await stage.as('ada', 'DELETE', `${path}/${link.id}/guests/${id}`)).status).toBe(200);
    expect(ended).toEqual(['session: The owner has ended your visit.']);
    expect((await nora.seesProject()).status).toBe(401);
    expect((await tim.seesProject()).status).toBe(200);
    expect((await nora.enter(link, 'Nora')).status).toBe(200);
    expect((await stage.events('projects.guest_removed')).at(-1)).toMatchObject({
      guestId: id,
      guestName: 'Guest Nora',
    });
  });

  it('comes by itself when the time is over', async () => {
    const short = await stage.insertProject();
    const link = await makeLink('view', false, short);
    const guest = await guestOf(link);
    await stage.kernel.database.pool.query(
      `UPDATE projects.guest_links SET expires_at = now() + interval '300 milliseconds' WHERE id = $1`,
      [link.id],
    );
    await stage.kernel.database.pool.query(
      `SELECT graphile_worker.add_job('projects.end_guest_link', json_build_object('linkId', $1::text),
         run_at => now() + interval '300 milliseconds', job_key => 'projects.end_guest_link:' || $1::text)`,
      [link.id],
    );
    await expect.poll(async () => (await guest.seesProject(short.slug)).status, { timeout: 10_000 }).toBe(401);
    await expect
      .poll(async () => (await stage.events('projects.guest_link_ended')).at(-1), { timeout: 20_000 })
      .toMatchObject({ linkId: link.id, by: 'time', guests: 1 });
  }, 40_000);

  it('comes when the guest goes, for that guest', async () => {
    const link = await makeLink();
    const [one, two] = [await guestOf(link), await guestOf(link)];
    await one.ask('POST', '/guest/end', {});
    expect(one.setCookie).toContain('Max-Age=0');
    expect((await one.ask('GET', '/guest')).body).toEqual({ visit: null });
    expect((await two.seesProject()).status).toBe(200);
  });

  it('comes with the trash, and not for good', async () => {
    const other = await stage.insertProject({ name: 'Tides', slug: 'tides' });
    const link = await makeLink('view', false, other);
    const guest = await guestOf(link);
    await stage.as('ada', 'DELETE', `/api/projects/${other.id}`);
    expect((await guest.seesProject('tides')).status).toBe(404);
    expect((await new Visitor().enter(link)).body.code).toBe('guest_link_unknown');
    await stage.as('ada', 'POST', `/api/projects/${other.id}/restore`);
    expect((await guest.seesProject('tides')).status).toBe(200);
  });
});

describe('an installation without guest links', () => {
  let closed: Stage;
  beforeAll(async () => {
    closed = await startStage({ guestLinks: false });
  });
  afterAll(() => closed?.stop());

  it('makes none and says which setting it is', async () => {
    const { id } = await closed.insertProject();
    const path = `/api/projects/${id}/guest-links`;
    expect((await closed.as('ada', 'GET', path)).body).toEqual({ allowed: false, links: [] });
    const { body } = await closed.as('ada', 'POST', path, { permission: 'view', hours: 1, asksName: false });
    expect(body).toMatchObject({ code: 'guest_links_off', message: expect.stringContaining('GUEST_LINKS') });
  });
});
