import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { Client, OWNER } from '@e-code/journeys/client';
import { Project } from '@e-code/journeys/project';
import { makeDataDirectory, removeData, startServer } from '@e-code/journeys/server';
import type { RunningServer } from '@e-code/journeys/server';
import * as OTPAuth from 'otpauth';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { encodeFrame } from '@e-code/host/contract';

let server: RunningServer;

beforeAll(async () => {
  server = await startServer({ dataDirectory: await makeDataDirectory(), environment: { LOG_LEVEL: 'debug' } });
});
afterAll(async () => {
  await server?.interrupt();
  await removeData(server.dataDirectory);
});

/** Every secret that was used, by what it is. */
const secrets = new Map<string, string>();

function keep(what: string, secret: string | undefined): string {
  if (secret === undefined || secret.length < 6) throw new Error(`There was no ${what}`);
  secrets.set(what, secret);
  return secret;
}

/** The other half of `name=value`. */
const valueOf = (cookie: string | undefined): string | undefined => cookie?.slice(cookie.indexOf('=') + 1);

async function signIn(client: Client): Promise<void> {
  await client.ask('/api/sign-in/password', {
    method: 'POST',
    json: { email: OWNER.email, password: keep('wrong password', 'not the right one 4711') },
  });
  const { ticket } = z
    .object({ ticket: z.string() })
    .parse(await client.do('POST', '/sign-in/password', { email: OWNER.email, password: OWNER.password }));
  keep('sign-in ticket', ticket);
  // Six digits appear in times by chance, so the code itself is not searched for.
  const authenticator = new OTPAuth.TOTP({ secret: secrets.get('authenticator secret') ?? '' });
  const code = authenticator.generate({ timestamp: Date.now() + 30_000 });
  await client.do('POST', '/sign-in/second-factor', { ticket, code });
  keep('second session', valueOf(client.cookie));
}

async function setUpAccount(client: Client): Promise<void> {
  keep('setup token', server.setupLink?.split('#')[1]?.split('=').at(-1));
  keep('password', OWNER.password);
  await client.claim(server.setupLink);
  keep('session', valueOf(client.cookie));
  const { secret } = z.object({ secret: z.string() }).parse(await client.do('POST', '/two-factor', {}));
  keep('authenticator secret', secret);
  const code = new OTPAuth.TOTP({ secret }).generate();
  const { recoveryCodes } = z
    .object({ recoveryCodes: z.array(z.string()) })
    .parse(await client.do('POST', '/two-factor/on', { code }));
  for (const [index, recovery] of recoveryCodes.entries()) keep(`recovery code ${index}`, recovery);
  const { link } = z
    .object({ link: z.string() })
    .parse(await client.do('POST', '/invitations', { email: 'guest@example.org' }));
  keep('invitation', link.split('#')[1]?.split('=').at(-1));
}

/** Types into a terminal what only the terminal should know. */
async function typeInTerminal(client: Client, project: Project, text: string): Promise<void> {
  const socket = new WebSocket(`${client.origin.replace('http', 'ws')}/api/projects/${project.id}/socket`, {
    headers: { origin: client.origin, cookie: client.cookie ?? '' },
  });
  let drawn = '';
  const attached = Promise.withResolvers<number>();
  socket.on('message', (data: Buffer, binary) => {
    if (binary) drawn += data.subarray(5).toString();
    const opened = z
      .object({ type: z.literal('terminal.attached'), terminal: z.object({ id: z.number() }) })
      .safeParse(binary ? {} : JSON.parse(data.toString()));
    if (opened.success) attached.resolve(opened.data.terminal.id);
  });
  socket.once('open', () => socket.send(JSON.stringify({ type: 'terminal.open', request: 1, columns: 80, rows: 24 })));
  socket.once('error', attached.reject);
  const terminal = await attached.promise;
  socket.send(
    encodeFrame({
      kind: 'input',
      terminal,
      payload: new TextEncoder().encode(`echo ${text} > typed.txt; cat typed.txt\n`),
    }),
  );
  await expect.poll(() => drawn.split(text).length, { timeout: 20_000 }).toBeGreaterThan(2);
  socket.terminate();
}

async function useProject(client: Client): Promise<void> {
  const project = await Project.create(client, 'static-site', 'Secrets');
  await project.write('secret.txt', keep('content of a file', `file-${randomBytes(9).toString('hex')}`));
  await typeInTerminal(client, project, keep('text of a terminal', `term-${randomBytes(9).toString('hex')}`));
  await project.ask(
    'run.start',
    {},
    { json: { environment: { API_KEY: keep('variable of a run', `env-${randomBytes(9).toString('hex')}`) } } },
  );
  const { url } = z
    .object({ url: z.string() })
    .parse(await client.do('POST', `/projects/${project.id}/previews`, { port: 3000 }));
  keep('preview ticket', new URL(url).searchParams.get('ticket') ?? undefined);
  await client.openPreview(project.id, 3000);
  await project.ask('search', {}, { json: { query: secrets.get('content of a file') } });
}

/** Every row of every table. */
async function dumpDatabase(): Promise<string> {
  const file = await readFile(`${server.dataDirectory}/postgres/cluster/postmaster.pid`, 'utf8');
  const [pid, , , port, sockets] = file.split('\n');
  // PostgreSQL sees directories of its own; its socket is reached through them.
  const host = `/proc/${pid}/root${sockets}`;
  const client = new pg.Client({ host, port: Number(port), user: 'e_code', database: 'e_code' });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
       WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    const tables: string[] = [];
    for (const { name } of rows) {
      const { rows: lines } = await client.query<{ line: string }>(`SELECT t::text AS line FROM ${name} t`);
      tables.push(...lines.map(({ line }) => line));
    }
    return tables.join('\n');
  } finally {
    await client.end();
  }
}

/** The arguments of every process of the machine. */
async function commandLines(): Promise<string> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  return (await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')))).join('\n');
}

/** Names of the secrets that a text holds, as they are and as databases and addresses write them. */
function found(text: string): string[] {
  return [...secrets].flatMap(([what, secret]) => {
    const spellings = [
      secret,
      encodeURIComponent(secret),
      Buffer.from(secret).toString('hex'),
      Buffer.from(secret).toString('base64'),
    ];
    return spellings.some((spelling) => text.includes(spelling)) ? [what] : [];
  });
}

it('keeps every secret out of the log, the arguments of processes and the tables', async () => {
  const client = new Client(server.origin);
  await setUpAccount(client);
  await signIn(client);
  await useProject(client);
  expect(secrets.size).toBeGreaterThan(15);
  expect(found(await commandLines())).toEqual([]);
  const dump = await dumpDatabase();
  // The search itself works: what is no secret is found.
  expect(dump).toContain(OWNER.email);
  expect(found(dump)).toEqual([]);
  // The setup link is printed for the person who started the server, and nowhere else.
  const log = server
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .join('\n');
  expect(log).toContain('"level"');
  expect(found(log)).toEqual([]);
}, 120_000);
