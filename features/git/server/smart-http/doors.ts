import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { kernelErrors } from '@e-code/kernel/contract';
import { actorHeader, formatActor, routes } from '@e-code/host/contract';
import type { Actor as HostActor, RouteName } from '@e-code/host/contract';
import type { Actor, Door, DoorCall, Kernel } from '@e-code/kernel/server';
import { bodyType, gitErrors, readRepository, service } from '../../contract/index.ts';
import type { Service } from '../../contract/index.ts';
import { projectAt } from '../access.ts';
import type { Projects } from '../access.ts';
import { Window } from '../limits/window.ts';
import { recordPush } from '../pushes/record.ts';
import { refuse } from './refusal.ts';

/** What the doors need of other features; composition hands it over. */
export interface Outside {
  projects: Projects;
  /** The network that an address is counted by. */
  networkOf(address: string): string;
  /** Wakes the project and streams the exchange with its host. */
  passToHost(passage: {
    request: IncomingMessage;
    response: ServerResponse;
    actor: Actor;
    projectId: string;
    path: string;
    headers: string[];
    answerHeaders(headers: IncomingHttpHeaders): OutgoingHttpHeaders;
    onTrailers?(trailers: IncomingHttpHeaders): void;
  }): Promise<void>;
}

/** Counts requests of strangers. */
export const countVisits = (kernel: Kernel): Window => new Window(kernel.clock, VISITS);

interface Parts extends Outside {
  kernel: Kernel;
  visits: Window;
}

/** Requests of one network without a key; a clone is two or three. Each starts git in somebody's project. */
const VISITS = { most: 120, seconds: 60 };

/** The three addresses of git's smart HTTP protocol. */
export function smartHttpDoors(parts: Parts): Door[] {
  const door = (name: Service, access: string, summary: string): Door => ({
    method: 'POST',
    path: `/git/:repository/${name}`,
    access,
    summary,
    body: bodyType(name),
    refuse,
    handle: (call) => exchange(parts, name, call),
  });
  return [
    {
      method: 'GET',
      path: '/git/:repository/info/refs',
      access: 'git.refs',
      summary: 'Branches and tags of a project, for a git client that begins to fetch or to push',
      refuse,
      handle: (call) => advertise(parts, call),
    },
    door('git-upload-pack', 'git.fetch', 'Commits of a project, for a git client that fetches'),
    door('git-receive-pack', 'git.push', 'Commits for a project, from a git client that pushes'),
  ];
}

const refsOf = { 'git-upload-pack': 'repository.fetchRefs', 'git-receive-pack': 'repository.pushRefs' } as const;
const packOf = { 'git-upload-pack': 'repository.fetch', 'git-receive-pack': 'repository.push' } as const;

function advertise(parts: Parts, call: DoorCall): Promise<void> {
  const query = new URLSearchParams(call.request.url?.split('?', 2)[1]);
  const asked = service.safeParse(query.get('service'));
  // Clients of the old protocol read files, which would not go through git.
  if (!asked.success) throw gitErrors.service_unknown();
  return pass(parts, call, refsOf[asked.data], `application/x-${asked.data}-advertisement`);
}

function exchange(parts: Parts, name: Service, call: DoorCall): Promise<void> {
  if (call.request.headers['content-type'] !== bodyType(name)) throw gitErrors.body_not_git({ type: bodyType(name) });
  return pass(parts, call, packOf[name], `application/x-${name}-result`);
}

async function pass(parts: Parts, call: DoorCall, route: RouteName, type: string): Promise<void> {
  const { kernel, projects, passToHost, visits, networkOf } = parts;
  const { request, response, actor, parameters } = call;
  const seconds = actor.kind === 'anonymous' ? visits.take(networkOf(actor.origin.address)) : undefined;
  if (seconds !== undefined) throw kernelErrors.too_many_requests({ seconds });
  const name = readRepository(parameters['repository'] ?? '');
  const projectId = await projectAt(projects, kernel.database.read, name);
  if (projectId === undefined) throw kernelErrors.not_found();
  const { path } = routes[route];
  let trailers: IncomingHttpHeaders | undefined;
  await passToHost({
    request,
    response,
    actor,
    projectId,
    path,
    headers: [
      ...pick(request),
      'host',
      'sandbox',
      actorHeader,
      formatActor(await hostActor(parts, actor, projectId, route)),
    ],
    answerHeaders: (headers) => answerHeaders(headers, type),
    onTrailers: (found) => (trailers = found),
  });
  if (route === 'repository.push' && actor.kind === 'person' && response.statusCode === 200)
    await recordPush(kernel, { actor, projectId, name, over: 'http' }, trailers);
}

async function hostActor(
  { kernel, projects }: Parts,
  actor: Actor,
  projectId: string,
  route: RouteName,
): Promise<HostActor> {
  const { capability } = routes[route];
  if (capability === 'read' || actor.kind !== 'person') return { ...hostIdentity(actor), capabilities: ['read'] };
  const owner = (await projects.roleOf(kernel.database.read, projectId, actor.id)) === 'owner';
  return { ...hostIdentity(actor), capabilities: ['read', capability], owner };
}

/** Who acts, as the host of a project knows them. */
export function hostIdentity(actor: Actor): { id: string; name: string } {
  return actor.kind === 'person'
    ? { id: actor.id, name: actor.name.slice(0, 200) }
    : { id: 'visitor', name: 'Visitor' };
}

const ASKED = ['content-type', 'content-length', 'content-encoding', 'git-protocol'] as const;

function pick({ headers }: IncomingMessage): string[] {
  return ASKED.flatMap((name) => {
    const value = headers[name];
    return typeof value === 'string' ? [name, value] : [];
  });
}

/** A host runs code of users, so what it says is a claim: git's own type or plain text, which no browser runs. */
function answerHeaders(headers: IncomingHttpHeaders, type: string): OutgoingHttpHeaders {
  return {
    'content-type': headers['content-type'] === type ? type : 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'",
    'cache-control': 'no-cache, no-store',
  };
}
