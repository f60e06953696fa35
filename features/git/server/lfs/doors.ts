import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { kernelErrors } from '@e-code/kernel/contract';
import { actorHeader, formatActor, lfsOidSchema, routeUrl } from '@e-code/host/contract';
import type { Actor, Door, DoorCall, Kernel } from '@e-code/kernel/server';
import { cloneAddress, gitErrors, readRepository } from '../../contract/index.ts';
import { projectAt } from '../access.ts';
import type { Window } from '../limits/window.ts';
import { hostIdentity } from '../smart-http/doors.ts';
import type { Outside } from '../smart-http/doors.ts';
import type { Talk } from '../ssh/exchange.ts';
import { readJson } from '../project-host/json.ts';
import { askForObjects } from './ask-host.ts';
import { answerBatch, batchSchema, objectSchema } from './batch.ts';
import { LFS_TYPE, refuseLfs, sendLfs } from './refusal.ts';

export interface LfsParts extends Outside {
  readonly kernel: Kernel;
  readonly visits: Window;
  readonly talkToHost: Talk;
  authorize(rule: string, actor: Actor, input: unknown): Promise<void>;
}

/** Where git lfs finds a project. */
export function lfsAddress(kernel: Kernel, repository: string): string {
  return `${cloneAddress(kernel.site.publicOrigin, repository)}/info/lfs`;
}

/** As git lfs writes the type of its requests. */
const ASKED_TYPE = `${LFS_TYPE}; charset=utf-8`;
const BYTES = 'application/octet-stream';

/** The addresses of Git LFS: what is here, and the transfer that is called basic. */
export function lfsDoors(parts: LfsParts): Door[] {
  const door = (
    method: Door['method'],
    path: string,
    access: string,
    rest: Pick<Door, 'summary' | 'handle'>,
  ): Door => ({
    method,
    path: `/git/:repository/info/lfs/${path}`,
    access,
    body: method === 'PUT' ? BYTES : ASKED_TYPE,
    refuse: refuseLfs,
    ...rest,
  });
  const noLocks = { summary: 'Says that locks of Git LFS are not kept', handle: refuseLocks };
  return [
    door('POST', 'objects/batch', 'git.fetch', {
      summary: 'How git lfs gets or sends large files; who sends must be allowed to push',
      handle: (call) => batch(parts, call),
    }),
    door('GET', 'objects/:oid', 'git.fetch', {
      summary: 'A large file, or a range of it',
      handle: (call) => transfer(parts, call, 'lfs.download'),
    }),
    door('PUT', 'objects/:oid', 'git.push', {
      summary: 'Takes a large file in, whose SHA-256 is its name',
      handle: (call) => transfer(parts, call, 'lfs.upload'),
    }),
    door('POST', 'verify', 'git.push', {
      summary: 'Whether a large file arrived',
      handle: (call) => verify(parts, call),
    }),
    door('GET', 'locks', 'git.fetch', noLocks),
    door('POST', 'locks', 'git.push', noLocks),
    door('POST', 'locks/verify', 'git.push', noLocks),
  ];
}

/** Git lfs goes on without locks then, as its specification has it. */
function refuseLocks(): void {
  throw gitErrors.lfs_no_locks();
}

async function batch(parts: LfsParts, { request, response, actor, parameters }: DoorCall): Promise<void> {
  const repository = readRepository(parameters['repository'] ?? '');
  const { success, data } = batchSchema.safeParse(await readJson(request));
  if (!success) throw gitErrors.lfs_request_invalid();
  if (data.hash_algo !== undefined && data.hash_algo !== 'sha256') throw gitErrors.lfs_hash_unknown();
  if (data.operation === 'upload') await parts.authorize('git.push', actor, { repository });
  const projectId = await findProject(parts, actor, repository);
  const oids = data.objects.map(({ oid }) => oid);
  const wanted = data.operation === 'upload' ? data.objects.reduce((sum, { size }) => sum + size, 0) : 0;
  const stock = await askForObjects(parts.talkToHost, { actor, projectId, oids, wanted });
  // What the client came with is sent back to it alone, so that it goes on with it.
  const { authorization } = request.headers;
  sendLfs(response, 200, answerBatch(data, stock, { address: lfsAddress(parts.kernel, repository), authorization }));
}

async function verify(parts: LfsParts, { request, response, actor, parameters }: DoorCall): Promise<void> {
  const { success, data } = objectSchema.safeParse(await readJson(request));
  if (!success) throw gitErrors.lfs_request_invalid();
  const projectId = await findProject(parts, actor, readRepository(parameters['repository'] ?? ''));
  const { sizes } = await askForObjects(parts.talkToHost, { actor, projectId, oids: [data.oid] });
  if (sizes[data.oid] !== data.size) throw kernelErrors.not_found();
  sendLfs(response, 200, {});
}

async function transfer(
  parts: LfsParts,
  { request, response, actor, parameters }: DoorCall,
  route: 'lfs.download' | 'lfs.upload',
): Promise<void> {
  const oid = lfsOidSchema.safeParse(parameters['oid']);
  if (!oid.success) throw gitErrors.lfs_request_invalid();
  // Any other type could be sent by a page of another site.
  if (route === 'lfs.upload' && request.headers['content-type'] !== BYTES)
    throw gitErrors.body_not_git({ type: BYTES });
  const projectId = await findProject(parts, actor, readRepository(parameters['repository'] ?? ''));
  const who = formatActor({
    ...hostIdentity(actor),
    capabilities: route === 'lfs.upload' ? ['read', 'write'] : ['read'],
  });
  await parts.passToHost({
    request,
    response,
    actor,
    projectId,
    path: routeUrl(route, { oid: oid.data }),
    headers: [...pick(request), 'host', 'sandbox', actorHeader, who],
    answerHeaders,
  });
}

async function findProject({ kernel, projects, visits, networkOf }: LfsParts, actor: Actor, name: string) {
  const seconds = actor.kind === 'anonymous' ? visits.take(networkOf(actor.origin.address)) : undefined;
  if (seconds !== undefined) throw kernelErrors.too_many_requests({ seconds });
  const projectId = await projectAt(projects, kernel.database.read, name);
  if (projectId === undefined) throw kernelErrors.not_found();
  return projectId;
}

function pick({ headers }: IncomingMessage): string[] {
  return ['content-type', 'content-length', 'range'].flatMap((name) => {
    const value = headers[name];
    return typeof value === 'string' ? [name, value] : [];
  });
}

/** A host runs code of users, so what it says is a claim: bytes to keep, or the words of git lfs. */
function answerHeaders(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const passed: OutgoingHttpHeaders = {};
  for (const name of ['content-length', 'content-range', 'accept-ranges'])
    if (headers[name] !== undefined) passed[name] = headers[name];
  return {
    ...passed,
    'content-type': headers['content-type']?.startsWith('application/json') === true ? LFS_TYPE : BYTES,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'",
    'cache-control': 'private, no-cache',
  };
}
