import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { oc } from '@orpc/contract';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { createClient, createQueries } from './client.ts';
import { currentConnection, reportConnection } from './connection.ts';
import { createQueryClient, onUnauthenticated } from './query-client.ts';
import { isTransient, toProblem } from './problem.ts';
import { request } from './request.ts';

const project = z.object({ slug: z.string(), name: z.string() });
const contract = {
  get: oc
    .route({ method: 'GET', path: '/projects/{slug}' })
    .input(z.object({ slug: z.string() }))
    .output(project),
  rename: oc.route({ method: 'PATCH', path: '/projects/{slug}' }).input(project).output(project),
};

let server: Server;
let origin = '';
let seen: { method: string | undefined; url: string | undefined; csrf: string | undefined; body: string }[] = [];
let answer: { status: number; body: unknown } = { status: 200, body: {} };

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

beforeAll(async () => {
  server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const csrf = request.headers['x-ecode-csrf'];
      seen.push({ method: request.method, url: request.url, csrf: typeof csrf === 'string' ? csrf : undefined, body });
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address === 'object' && address) origin = `http://127.0.0.1:${address.port}`;
});

afterAll(() => server.close());

beforeEach(() => {
  seen = [];
  reportConnection('online');
});

const refused = (code: string, status: number, data?: unknown) => ({
  status,
  body: { defined: true, code, status, message: `about ${code}`, data },
});

describe('createClient', () => {
  it('calls the address of the contract with the typed input', async () => {
    answer = { status: 200, body: { slug: 'weather', name: 'Weather' } };
    const client = createClient(contract, origin);
    const renamed = await client.rename({ slug: 'weather', name: 'Weather' });
    expect(renamed.name).toBe('Weather');
    expect(seen).toEqual([{ method: 'PATCH', url: '/api/projects/weather', csrf: '1', body: '{"name":"Weather"}' }]);
  });

  it('rejects with the code, the sentence and the data of the contract', async () => {
    answer = refused('name_taken', 409, { name: 'Weather' });
    const error: unknown = await createClient(contract, origin)
      .get({ slug: 'weather' })
      .catch((thrown: unknown) => thrown);
    expect(toProblem(error)).toEqual({
      code: 'name_taken',
      message: 'about name_taken',
      status: 409,
      data: { name: 'Weather' },
    });
  });

  it('reads the failures of the server that are no answers of an endpoint', async () => {
    answer = { status: 403, body: { code: 'cross_site_refused', status: 403, message: 'From another site.' } };
    const error: unknown = await createClient(contract, origin)
      .get({ slug: 'weather' })
      .catch((thrown: unknown) => thrown);
    expect(toProblem(error)).toMatchObject({ code: 'cross_site_refused', message: 'From another site.', status: 403 });
  });

  it('knows a server that does not answer from one that refuses', async () => {
    const error: unknown = await createClient(contract, 'http://127.0.0.1:1')
      .get({ slug: 'a' })
      .catch((thrown: unknown) => thrown);
    expect(toProblem(error)).toMatchObject({ code: 'offline', status: 0 });
    expect(isTransient(toProblem(error))).toBe(true);
    expect(currentConnection()).toBe('offline');
    answer = refused('not_found', 404);
    await createClient(contract, origin)
      .get({ slug: 'a' })
      .catch(() => undefined);
    expect(currentConnection()).toBe('online');
  });

  it('begins query keys with the name of the feature', () => {
    const queries = createQueries('projects', createClient(contract, origin));
    expect(JSON.stringify(queries.get.queryOptions({ input: { slug: 'a' } }).queryKey)).toContain('["projects","get"]');
  });
});

describe('request', () => {
  beforeEach(() => vi.stubGlobal('location', { origin }));
  afterEach(() => vi.unstubAllGlobals());

  it('sends any body with the mark of our own page', async () => {
    answer = { status: 200, body: { hash: 'abc' } };
    const response = await request('/api/files?path=a.ts', {
      method: 'PUT',
      body: 'text',
      headers: { 'if-match': '"1"' },
    });
    expect(await response.json()).toEqual({ hash: 'abc' });
    expect(seen).toEqual([{ method: 'PUT', url: '/api/files?path=a.ts', csrf: '1', body: 'text' }]);
  });

  it('rejects with the code that the server gives, and with the status where it gives none', async () => {
    answer = { status: 412, body: { code: 'file_changed', status: 412, message: 'Changed.', data: { hash: 'x' } } };
    const changed: unknown = await request('/api/files').catch((thrown: unknown) => thrown);
    expect(toProblem(changed)).toEqual({ code: 'file_changed', message: 'Changed.', status: 412, data: { hash: 'x' } });
    answer = { status: 500, body: 'a page of a proxy' };
    const strange: unknown = await request('/api/files').catch((thrown: unknown) => thrown);
    expect(toProblem(strange)).toMatchObject({ code: 'unexpected_answer', status: 500 });
  });
});

describe('createQueryClient', () => {
  it('tells when the session is over, and does not repeat what will be refused again', async () => {
    answer = refused('unauthenticated', 401);
    let told = 0;
    const stop = onUnauthenticated(() => {
      told += 1;
    });
    const queries = createQueries('projects', createClient(contract, origin));
    const asked = createQueryClient().query(queries.get.queryOptions({ input: { slug: 'a' } }));
    await expect(asked).rejects.toMatchObject({ code: 'unauthenticated' });
    expect([told, seen.length]).toEqual([1, 1]);
    stop();
  });
});

describe('an answer that the document asked for ahead', () => {
  afterEach(() => {
    globalThis.ahead = undefined;
  });
  const get = async () => createClient(contract, `${origin}/api`).get({ slug: 'weather' });
  const early = (status: number) => {
    const response = new Response(JSON.stringify({ slug: 'weather', name: 'Early' }), {
      status,
      headers: { 'content-type': 'application/json' },
    });
    globalThis.ahead = new Map([['/api/projects/weather', Promise.resolve(response)]]);
  };

  it('is taken once', async () => {
    answer = { status: 200, body: { slug: 'weather', name: 'Later' } };
    early(200);
    expect((await get()).name).toBe('Early');
    expect((await get()).name).toBe('Later');
    expect(seen).toHaveLength(1);
  });

  it('is asked for again by somebody who has signed in since', async () => {
    answer = { status: 200, body: { slug: 'weather', name: 'Later' } };
    early(401);
    expect((await get()).name).toBe('Later');
  });

  it('is asked for again when it never came', async () => {
    answer = { status: 200, body: { slug: 'weather', name: 'Later' } };
    globalThis.ahead = new Map([['/api/projects/weather', Promise.reject(new TypeError('network'))]]);
    expect((await get()).name).toBe('Later');
  });
});
