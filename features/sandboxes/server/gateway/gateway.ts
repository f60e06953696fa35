import { hasScope, participantOf } from '@e-code/kernel/server';
import type { Actor, Door, DoorCall, EndCause, Kernel, SocketDoor, SocketDoorCall } from '@e-code/kernel/server';
import { kernelErrors } from '@e-code/kernel/contract';
import { documentSocketRoute, findRoute, routes, socketRoute } from '@e-code/host/contract';
import type { Actor as HostActor, RouteName } from '@e-code/host/contract';
import { capabilitiesOf, scopeOf } from '../access.ts';
import type { HostMethod } from '../access.ts';
import type { ProjectDirectory } from '../session/project-directory.ts';
import type { Sessions } from '../session/sessions.ts';
import { closeSocket } from '../stream/close-socket.ts';
import { forwardUpgrade } from '../stream/forward-upgrade.ts';
import { FrameGate } from '../stream/frame-gate.ts';
import { hostAnswerHeaders, hostRequestHeaders, hostUpgradeHeaders, upgradedHeaders } from './host-headers.ts';
import { explainForwarding, passToHost } from './passage.ts';

export interface GatewayParts {
  readonly kernel: Kernel;
  readonly sessions: Sessions;
  readonly projects: ProjectDirectory;
}

const methods: Record<HostMethod, string> = {
  GET: 'sandboxes.hostGet',
  HEAD: 'sandboxes.hostHead',
  PUT: 'sandboxes.hostPut',
  POST: 'sandboxes.hostPost',
};

/** The way of pages to the project host: the kernel authorises by the host's own table, then bytes are forwarded. */
export function gatewayDoors(parts: GatewayParts): Door[] {
  return (Object.keys(methods) as HostMethod[]).map((method) => ({
    method,
    path: '/api/projects/:projectId/host/*',
    access: methods[method],
    summary: 'Forward to the project host, whose addresses are in its contract',
    handle: (call) => forwardToHost(parts, method, call),
  }));
}

/** The WebSockets of a page to its project host. A change of the role or the end of the person's session cuts them. */
export function gatewaySockets(parts: GatewayParts): SocketDoor[] {
  const door = (path: string, summary: string, target: (call: SocketDoorCall) => string): SocketDoor => ({
    path: `/api/projects/:projectId${path}`,
    access: 'sandboxes.socket',
    summary,
    subject: ({ projectId = '' }) => projectId,
    handle: (call) => joinSocket(parts, call, target(call)),
  });
  return [
    door('/socket', 'Files that change, terminals, runs and ports of a project', () => socketRoute.path),
    door('/documents', 'Texts edited together, in the protocol of Hocuspocus', () => documentSocketRoute.path),
    door(
      '/documents/:name',
      'One text edited together, in the protocol of y-websocket',
      ({ parameters: { name = '' } }) => `${documentSocketRoute.path}/${encodeURIComponent(name)}`,
    ),
  ];
}

async function forwardToHost(parts: GatewayParts, method: HostMethod, call: DoorCall): Promise<void> {
  const { request, response, actor, parameters } = call;
  const { projectId = '', '*': rest = '' } = parameters;
  const route = findRoute(method, `/${rest}`);
  if (route === undefined) throw kernelErrors.not_found();
  const hostActor = await describeActor(parts, projectId, actor);
  await passToHost(parts, {
    request,
    response,
    actor,
    projectId,
    path: addressOf(route, request.url),
    headers: hostRequestHeaders(request, hostActor),
    answerHeaders: (headers) => hostAnswerHeaders(route, headers),
  });
}

async function joinSocket(parts: GatewayParts, call: SocketDoorCall, path: string): Promise<void> {
  const { request, socket, head, actor, parameters } = call;
  const { projectId = '' } = parameters;
  const hostActor = await describeActor(parts, projectId, actor);
  const { pools } = await parts.sessions.wake(projectId, actor);
  if (socket.destroyed) return;
  try {
    const to = await pools.openHost();
    const through = new FrameGate();
    const end = (reason: string, cause: EndCause): void => {
      const code = closeCode(parts, { actor, projectId, cause });
      void closeSocket({ socket, to, through }, code, reason);
    };
    const forget = parts.kernel.connections.add({ actor, subject: projectId, end });
    socket.once('close', forget);
    await forwardUpgrade({
      request,
      socket,
      head,
      to,
      path,
      headers: hostUpgradeHeaders(request, hostActor),
      answerHeaders: upgradedHeaders,
      through,
    });
  } catch (error) {
    throw explainForwarding(error);
  }
}

/** The page comes back by itself after these; with 4401, 4403 and 4404 it does not, because it would be refused. */
const GOING_AWAY = 1001;
const ROLE_CHANGED = 4001;
const SIGNED_OUT = 4401;
const FORBIDDEN = 4403;
const NOT_FOUND = 4404;

/** What the page is told of an end: whether it may connect again. */
async function closeCode(
  { kernel, projects }: GatewayParts,
  { actor, projectId, cause }: { actor: Actor; projectId: string; cause: EndCause },
): Promise<number> {
  if (cause === 'stopping') return GOING_AWAY;
  if (cause === 'session') return SIGNED_OUT;
  const role = await projects.roleOf(kernel.database.read, projectId, participantOf(actor).id);
  if (role === undefined) return NOT_FOUND;
  return capabilitiesOf[role].includes(socketRoute.capability) ? ROLE_CHANGED : FORBIDDEN;
}

/** The actor as the host knows it. The role is read again, because only the rule before saw it. */
async function describeActor({ kernel, projects }: GatewayParts, projectId: string, actor: Actor): Promise<HostActor> {
  const { id, name } = participantOf(actor);
  const role = await projects.roleOf(kernel.database.read, projectId, id);
  if (role === undefined) throw kernelErrors.not_found();
  const capabilities = capabilitiesOf[role].filter((capability) => hasScope(actor, scopeOf(capability)));
  return { id, name: name.slice(0, 200), capabilities };
}

/** The path is that of the table, so that no spelling of the client's reaches the host; the query is the client's. */
function addressOf(route: RouteName, url = ''): string {
  const query = url.indexOf('?');
  return query < 0 ? routes[route].path : routes[route].path + url.slice(query);
}
