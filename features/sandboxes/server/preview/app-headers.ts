import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import type { PreviewCookie } from './cookie.ts';

/** Between two neighbours on the way (RFC 9110, 7.6.1), and what is answered on the way: `expect`. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
]);
/** Ours to say: who asked, and where. What a client says about it is dropped. */
const OURS = /^(?:x-forwarded-|x-ecode-|forwarded$|x-real-ip$)/;

/** Headers by which a program could harm other addresses of ours, or stop the workspace from showing it. */
const REFUSED = new Set([
  'x-frame-options',
  'strict-transport-security',
  'public-key-pins',
  'clear-site-data',
  'alt-svc',
  'nel',
  'report-to',
  'reporting-endpoints',
]);

export interface AppSide {
  readonly cookie: PreviewCookie;
  readonly protocol: string;
  /** Sources that may show the preview in a frame, as CSP writes them. */
  readonly frameAncestors: string;
  /** Whether cookies of the program can be made to work in a frame of another site. */
  readonly secure: boolean;
}

/** What is read of a client's request. */
export interface AskedHeaders {
  readonly rawHeaders: string[];
  readonly headers: IncomingHttpHeaders;
  readonly socket: { readonly remoteAddress?: string | undefined };
}

/** A client's request as the program gets it. `upgrading` keeps the two headers that ask for a WebSocket. */
export function appRequestHeaders(request: AskedHeaders, side: AppSide, upgrading = false): string[] {
  const { headers, socket } = request;
  const sent = endToEnd(request, side.cookie);
  if (upgrading) sent.push('connection', 'Upgrade', 'upgrade', headers.upgrade ?? 'websocket');
  sent.push('x-forwarded-for', socket.remoteAddress ?? '', 'x-forwarded-proto', side.protocol);
  if (headers.host !== undefined) sent.push('x-forwarded-host', headers.host);
  return sent;
}

/** The headers that are meant for the program, with their order and spelling. */
function endToEnd({ rawHeaders, headers }: AskedHeaders, cookie: PreviewCookie): string[] {
  const listed = new Set(headers.connection?.split(',').map((name) => name.trim().toLowerCase()));
  const sent: string[] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    const value = rawHeaders[at + 1] ?? '';
    const lower = name.toLowerCase();
    if (HOP_BY_HOP.has(lower) || OURS.test(lower) || listed.has(lower)) continue;
    const kept = lower === 'cookie' ? cookie.strip(value) : value;
    if (kept !== undefined) sent.push(name, kept);
  }
  return sent;
}

/** A program's answer as the browser gets it. */
export function appAnswerHeaders(headers: IncomingHttpHeaders, side: AppSide): OutgoingHttpHeaders {
  const sent: OutgoingHttpHeaders = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || REFUSED.has(name) || HOP_BY_HOP.has(name) || name.startsWith('x-ecode-')) continue;
    sent[name] = value;
  }
  if (headers['set-cookie'] !== undefined) sent['set-cookie'] = safeCookies(headers['set-cookie'], side);
  const policies = [headers['content-security-policy'] ?? []].flat().map(dropFrameAncestors);
  const ours = `frame-ancestors ${side.frameAncestors}`;
  // Policies that are listed with commas all apply.
  sent['content-security-policy'] = [...policies.filter((policy) => policy !== ''), ours].join(', ');
  return sent;
}

/** The same for the answer to an upgrade, which keeps what makes it one. */
export function appUpgradedHeaders(headers: IncomingHttpHeaders, side: AppSide): OutgoingHttpHeaders {
  const { connection, upgrade } = headers;
  return { ...appAnswerHeaders(headers, side), connection, ...(upgrade === undefined ? {} : { upgrade }) };
}

/**
 * Cookies stay on the host that set them: with Domain= they would reach the previews of other projects. Where browsers
 * allow it they are made to work in the workspace's frame, which is another site: kept apart for each site that shows it.
 */
function safeCookies(values: string | string[], { cookie, secure }: AppSide): string[] {
  return [values].flat().flatMap((value) => {
    if (value.trimStart().startsWith(`${cookie.name}=`)) return [];
    const dropped = secure ? /^\s*(?:domain|samesite|secure|partitioned)\s*(?:=|$)/i : /^\s*domain\s*=/i;
    const kept = value.split(';').filter((part, at) => at === 0 || !dropped.test(part));
    return [secure ? [...kept, ' SameSite=None', ' Secure', ' Partitioned'].join(';') : kept.join(';')];
  });
}

function dropFrameAncestors(policy: string): string {
  if (!/frame-ancestors/i.test(policy)) return policy;
  // A list of policies is separated by commas, the directives of one by semicolons.
  return policy
    .split(',')
    .map((one) =>
      one
        .split(';')
        .filter((directive) => !/^\s*frame-ancestors\b/i.test(directive))
        .join(';')
        .trim(),
    )
    .filter((one) => one !== '')
    .join(', ');
}
