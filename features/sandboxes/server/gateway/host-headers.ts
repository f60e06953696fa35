import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { actorHeader, answerHeaders, formatActor, routes } from '@e-code/host/contract';
import type { Actor, RouteName } from '@e-code/host/contract';

/** What a browser's request may tell the host. Never a cookie, never another's name. */
const ASKED = [
  'accept',
  'content-type',
  'content-length',
  'range',
  'if-match',
  'if-none-match',
  'if-modified-since',
  'if-range',
] as const;
const UPGRADE = [
  'connection',
  'upgrade',
  'sec-websocket-key',
  'sec-websocket-version',
  'sec-websocket-extensions',
  'sec-websocket-protocol',
] as const;
const UPGRADED = [
  'connection',
  'upgrade',
  'sec-websocket-accept',
  'sec-websocket-extensions',
  'sec-websocket-protocol',
];

export function hostRequestHeaders(request: IncomingMessage, actor: Actor): string[] {
  return pick(request, ASKED, actor);
}

export function hostUpgradeHeaders(request: IncomingMessage, actor: Actor): string[] {
  return pick(request, UPGRADE, actor);
}

function pick({ headers }: IncomingMessage, names: readonly string[], actor: Actor): string[] {
  const picked = names.flatMap((name) => {
    const value = headers[name];
    return typeof value === 'string' ? [name, value] : [];
  });
  return [...picked, 'host', 'sandbox', actorHeader, formatActor(actor)];
}

export function upgradedHeaders(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  return Object.fromEntries(UPGRADED.map((name) => [name, headers[name]]));
}

/** Types that a page may show. Everything else that is text is shown as text, and the rest is bytes to download. */
const SHOWN =
  /^(?:image\/[\w.+-]+|audio\/[\w.+-]+|video\/[\w.+-]+|font\/[\w.+-]+|application\/(?:json|pdf|x-ndjson|zip)|text\/plain)(?:;|$)/i;
const TEXT = /^(?:text\/|application\/(?:javascript|xml|xhtml\+xml|ecmascript|typescript))/i;

/**
 * The answer of a host as the product's origin may send it. A host runs code of users, so what it says is a claim: only
 * known headers pass, the type cannot become a document, and were it shown all the same, it is sandboxed without scripts.
 */
export function hostAnswerHeaders(route: RouteName, headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const passed = Object.fromEntries(
    answerHeaders.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])),
  ) as OutgoingHttpHeaders;
  const attached = /^attachment\b/i.test(String(headers['content-disposition'] ?? ''));
  if (!attached) delete passed['content-disposition'];
  if (route === 'files.archive' && !attached) passed['content-disposition'] = 'attachment; filename="project.zip"';
  return {
    ...passed,
    'content-type': safeType(route, headers['content-type'] ?? ''),
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'private, no-cache',
  };
}

function safeType(route: RouteName, claimed: string): string {
  if (routes[route].answer === 'json') return 'application/json; charset=utf-8';
  // A failure of a route that answers with bytes is JSON, which is among the types that are shown.
  if (SHOWN.test(claimed)) return claimed;
  return TEXT.test(claimed) ? 'text/plain; charset=utf-8' : 'application/octet-stream';
}
