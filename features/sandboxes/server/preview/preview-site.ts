import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { Failure } from '@e-code/kernel/contract';
import { refuseUpgrade } from '@e-code/kernel/server';
import type { AppSite, Authorize, Kernel } from '@e-code/kernel/server';
import { sandboxErrors } from '../../contract/index.ts';
import type { Sessions } from '../session/sessions.ts';
import type { Running } from '../session/session.ts';
import { PortClosed } from '../stream/connect-port.ts';
import { forwardPlain } from '../stream/forward-plain.ts';
import { ClientLeft, forwardRequest, hasBody, isBrokenConnection, isRepeatable } from '../stream/forward-request.ts';
import { forwardUpgrade } from '../stream/forward-upgrade.ts';
import { parseLabel } from './address.ts';
import type { PreviewAddress } from './address.ts';
import type { Admission } from './admission.ts';
import { appAnswerHeaders, appRequestHeaders, appUpgradedHeaders } from './app-headers.ts';
import type { AppSide } from './app-headers.ts';
import { stillHolds } from './grant-rule.ts';
import type { Grants } from './grants.ts';
import * as notices from './notices.ts';
import { openTicket, TICKET_PATH } from './opening.ts';
import type { PreviewDoors } from './opening.ts';
import { sendPage } from './pages.ts';
import type { Page } from './pages.ts';
import { isRunPort } from './run-ports.ts';
import { isForeign } from './same-project.ts';
import type { Visits } from './visits.ts';

export interface PreviewParts {
  readonly kernel: Kernel;
  readonly sessions: Sessions;
  readonly grants: Grants;
  readonly visits: Visits;
  readonly doors: PreviewDoors;
  readonly side: AppSide;
}

/** A person waits this long for a start before a page says so; most starts are shorter. */
const PATIENCE_MS = 2_000;

/** What answers at `<port>-<project>.APPS_DOMAIN`: the programs of projects, for people who may see them. */
export function previewSite(parts: PreviewParts): AppSite {
  return {
    access: 'sandboxes.preview',
    request: (call) => servePreview(parts, call),
    upgrade: (call) => upgradePreview(parts, call),
  };
}

interface PreviewCall {
  readonly request: IncomingMessage;
  readonly label: string;
  readonly authorize: Authorize;
}

async function servePreview(parts: PreviewParts, call: PreviewCall & { response: ServerResponse }): Promise<void> {
  const { request, response, label } = call;
  const show = (page: Page): void => sendPage(request, response, page, parts.side.frameAncestors);
  const address = parseLabel(label);
  if (address === undefined || !(request.url ?? '').startsWith('/')) return show(notices.noSuchPreview);
  if (namesTwoHosts(request)) return show(notices.twoHosts);
  try {
    if (request.url?.startsWith(TICKET_PATH) === true)
      return await openTicket(parts, { request, response, label, address, show });
    const admission = await admit(parts, call, address);
    if (admission === undefined) return show(notices.notOpened(parts.doors.openUrl(address, request.url ?? '/')));
    if (isForeign(request, address.projectId, parts.kernel.site)) return show(notices.foreignPage);
    const found = await findRunning(parts, admission, address);
    if ('notice' in found) return show(found.notice);
    await forwardTwice(parts, { request, response }, { ...found, address, admission });
  } catch (error) {
    if (error instanceof ClientLeft) return;
    show(explain(error, address));
  }
}

async function upgradePreview(
  parts: PreviewParts,
  call: PreviewCall & { socket: Duplex; head: Buffer },
): Promise<void> {
  const { request, socket, head, label } = call;
  const address = parseLabel(label);
  if (address === undefined) return refuse(socket, notices.noSuchPreview);
  if (namesTwoHosts(request)) return refuse(socket, notices.twoHosts);
  const admission = await admit(parts, call, address);
  if (admission === undefined) return refuse(socket, notices.notOpened(parts.doors.openUrl(address, '/')));
  if (isForeign(request, address.projectId, parts.kernel.site)) return refuse(socket, notices.foreignPage);
  try {
    const found = await findRunning(parts, admission, address);
    if ('notice' in found) return refuse(socket, found.notice);
    const to = await found.running.pools.openApp(address.port);
    const end = (): void => void (socket.destroy(), to.destroy());
    admission.open.add(end);
    socket.once('close', () => admission.open.delete(end));
    await forwardUpgrade({
      request,
      socket,
      head,
      to,
      path: request.url ?? '/',
      headers: appRequestHeaders(request, parts.side, true),
      answerHeaders: (headers) => appUpgradedHeaders(headers, parts.side),
    });
  } catch (error) {
    refuse(socket, explain(error, address));
  }
}

/** Node reads the first one and keeps both. */
function namesTwoHosts({ rawHeaders }: IncomingMessage): boolean {
  const isHost = (name: string, at: number): boolean =>
    at % 2 === 0 && name.length === 4 && name.toLowerCase() === 'host';
  return rawHeaders.filter(isHost).length > 1;
}

function refuse(socket: Duplex, { status, title, text }: Page): void {
  refuseUpgrade(socket, new Failure('preview_refused', { status, message: `${title}. ${text}` }));
}

/** What lets this browser in: the grant behind its cookie, else that everybody may see the project. */
async function admit(
  parts: PreviewParts,
  { request, label, authorize }: PreviewCall,
  { projectId }: PreviewAddress,
): Promise<Admission | undefined> {
  const grant = parts.grants.find(parts.side.cookie.read(request.headers.cookie), label);
  if (grant !== undefined && (await stillHolds(parts, grant, authorize))) return grant;
  return parts.visits.admit(projectId, authorize);
}

/** The running project, or what is shown instead: to people while it starts, to visitors when nothing runs for them. */
async function findRunning(
  { sessions }: PreviewParts,
  { actor, projectId }: Admission,
  { port }: PreviewAddress,
): Promise<{ running: Running } | { notice: Page }> {
  const running = sessions.get(projectId)?.running;
  if (actor.kind === 'anonymous') {
    const shown = running !== undefined && (await isRunPort(running, port));
    return shown ? { running } : { notice: notices.notRunning };
  }
  const woken = sessions.wake(projectId, actor);
  if (running !== undefined) return { running: await woken };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => (timer = setTimeout(resolve, PATIENCE_MS, undefined)));
  const started = await Promise.race([woken, late]).finally(() => clearTimeout(timer));
  return started === undefined ? { notice: notices.waking } : { running: started };
}

interface Target {
  readonly running: Running;
  readonly address: PreviewAddress;
  readonly admission: Admission;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** Programs close quiet connections when they like; a request that met such a moment is sent again, once. */
async function forwardTwice(parts: PreviewParts, exchange: Exchange, target: Target): Promise<void> {
  const forwardOnce = hasBody(exchange.request) ? forwardWithBody : forwardWithoutBody;
  try {
    await forwardOnce(parts, exchange, target, false);
  } catch (error) {
    if (!isBrokenConnection(error) || !isRepeatable(exchange.request)) throw error;
    await forwardOnce(parts, exchange, target, true);
  }
}

function forwardWithoutBody(
  { side }: PreviewParts,
  { request, response }: Exchange,
  { running, address, admission }: Target,
  fresh: boolean,
): Promise<void> {
  const to = running.pools.app(address.port).plain;
  const headers = appRequestHeaders(request, side);
  const answerHeaders = (answer: IncomingHttpHeaders): OutgoingHttpHeaders => appAnswerHeaders(answer, side);
  return forwardPlain({ request, response, to, headers, answerHeaders, open: admission.open }, fresh);
}

async function forwardWithBody(
  { side }: PreviewParts,
  { request, response }: Exchange,
  { running, address, admission }: Target,
): Promise<void> {
  let opened: (() => void) | undefined;
  try {
    await forwardRequest({
      request,
      response,
      to: running.pools.app(address.port).any,
      path: request.url ?? '/',
      headers: appRequestHeaders(request, side),
      answerHeaders: (headers) => appAnswerHeaders(headers, side),
      onAbort: (end) => {
        opened = end;
        admission.open.add(end);
      },
    });
  } finally {
    if (opened !== undefined) admission.open.delete(opened);
  }
}

function explain(error: unknown, { port }: PreviewAddress): Page {
  if (error instanceof Failure) {
    const { message } = error;
    const starting = error.code in sandboxErrors.definitions;
    return { status: error.status, title: starting ? 'The project does not run' : 'This did not work', text: message };
  }
  if (error instanceof PortClosed) return notices.nothingListens(port);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'ERR_ANSWER_LATE') return notices.tooSlow;
  if (code.startsWith('HPE_') || code.startsWith('ERR_') || code === 'UND_ERR_HEADERS_OVERFLOW')
    return notices.unreadable;
  return notices.brokeOff;
}
