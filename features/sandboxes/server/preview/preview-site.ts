import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { Failure } from '@e-code/kernel/contract';
import { refuseUpgrade, toFailure } from '@e-code/kernel/server';
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
import { appAnswerHeaders, appRequestHeaders, appUpgradedHeaders } from './app-headers.ts';
import type { AppSide } from './app-headers.ts';
import type { Grant, Grants } from './grants.ts';
import * as notices from './notices.ts';
import { openTicket, TICKET_PATH } from './opening.ts';
import type { PreviewDoors } from './opening.ts';
import { sendPage } from './pages.ts';
import type { Page } from './pages.ts';
import { isForeign } from './same-project.ts';

export interface PreviewParts {
  readonly kernel: Kernel;
  readonly sessions: Sessions;
  readonly grants: Grants;
  readonly doors: PreviewDoors;
  readonly side: AppSide;
}

/** A grant is believed this long before the access rule is asked again. The kernel cuts it sooner when it can. */
const BELIEVED_MS = 5_000;
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
  if (request.url?.startsWith(TICKET_PATH) === true)
    return openTicket(parts, { request, response, label, address, show });
  try {
    const grant = await admit(parts, call);
    if (grant === undefined) return show(notices.notOpened(parts.doors.openUrl(address, request.url ?? '/')));
    if (isForeign(request, address.projectId, parts.kernel.site)) return show(notices.foreignPage);
    const running = await wakeFor(parts, grant, address);
    if (running === undefined) return show(notices.waking);
    await forwardTwice(parts, { request, response }, { running, address, grant });
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
  const grant = await admit(parts, call);
  if (grant === undefined) return refuse(socket, notices.notOpened(parts.doors.openUrl(address, '/')));
  if (isForeign(request, address.projectId, parts.kernel.site)) return refuse(socket, notices.foreignPage);
  const { pools } = await parts.sessions.wake(address.projectId, grant.person);
  try {
    const to = await pools.openApp(address.port);
    const end = (): void => void (socket.destroy(), to.destroy());
    grant.open.add(end);
    socket.once('close', () => grant.open.delete(end));
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

function refuse(socket: Duplex, { status, title, text }: Page): void {
  refuseUpgrade(socket, new Failure('preview_refused', { status, message: `${title}. ${text}` }));
}

/** The grant behind the request's cookie, when the access rule still says yes. */
async function admit(parts: PreviewParts, { request, label, authorize }: PreviewCall): Promise<Grant | undefined> {
  const token = parts.side.cookie.read(request.headers.cookie);
  const grant = parts.grants.find(token, label);
  if (grant === undefined || token === undefined) return undefined;
  const now = Date.now();
  if (now - grant.checkedAt < BELIEVED_MS) return grant;
  try {
    await authorize(grant.person, { projectId: grant.projectId });
    grant.checkedAt = now;
    return grant;
  } catch (error) {
    // Only a refusal ends the grant. A database that does not answer is no reason to believe, nor to say that it ended.
    const failure = toFailure(error, parts.kernel.log);
    if (failure.status >= 500) throw failure;
    parts.grants.revoke(token);
    return undefined;
  }
}

/** The running project, or undefined when its start takes longer than a person waits without a word. */
async function wakeFor(parts: PreviewParts, grant: Grant, { projectId }: PreviewAddress): Promise<Running | undefined> {
  const woken = parts.sessions.wake(projectId, grant.person);
  if (parts.sessions.get(projectId)?.running !== undefined) return woken;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => (timer = setTimeout(resolve, PATIENCE_MS, undefined)));
  return Promise.race([woken, late]).finally(() => clearTimeout(timer));
}

interface Target {
  readonly running: Running;
  readonly address: PreviewAddress;
  readonly grant: Grant;
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
  { running, address, grant }: Target,
  fresh: boolean,
): Promise<void> {
  const to = running.pools.app(address.port).plain;
  const headers = appRequestHeaders(request, side);
  const answerHeaders = (answer: IncomingHttpHeaders): OutgoingHttpHeaders => appAnswerHeaders(answer, side);
  return forwardPlain({ request, response, to, headers, answerHeaders, open: grant.open }, fresh);
}

async function forwardWithBody(
  { side }: PreviewParts,
  { request, response }: Exchange,
  { running, address, grant }: Target,
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
        grant.open.add(end);
      },
    });
  } finally {
    if (opened !== undefined) grant.open.delete(opened);
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
