import { kernelErrors } from '@e-code/kernel/contract';
import type { IncomingMessage } from 'node:http';
import { readToken } from './credentials.ts';

/** Which addresses are the product and which are users' apps. Decided once at start. */
export interface Site {
  /** Such as `http://localhost:3000`. */
  publicOrigin: string;
  /** Whether cookies may be marked Secure: over TLS, and on localhost, which browsers trust alike. */
  secureCookies: boolean;
  isProduct(host: string | undefined): boolean;
  /** The label below APPS_DOMAIN, such as `3000-prj-…` of `3000-prj-….apps.localhost:3000`. */
  appLabel(host: string | undefined): string | undefined;
  /** The address of an app by its label. */
  appOrigin(label: string): string;
}

const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Reads the two sites of an installation from its settings. @param port the port that is really listened on. */
export function createSite(settings: { publicUrl?: string | undefined; appsDomain: string }, port: number): Site {
  const url = new URL(settings.publicUrl ?? `http://localhost:${port}`);
  const appsSuffix = `.${settings.appsDomain}`;
  const appsPort = url.port === '' ? '' : `:${url.port}`;
  return {
    publicOrigin: url.origin,
    secureCookies: url.protocol === 'https:' || LOOPBACK_NAMES.has(url.hostname),
    isProduct(host) {
      if (host === undefined) return false;
      return host === url.host || (LOOPBACK_NAMES.has(nameOf(host)) && portOf(host) === String(port));
    },
    appLabel(host) {
      const name = host === undefined ? '' : nameOf(host);
      const label = name.endsWith(appsSuffix) ? name.slice(0, -appsSuffix.length) : '';
      return label === '' || label.includes('.') ? undefined : label;
    },
    appOrigin: (label) => `${url.protocol}//${label}${appsSuffix}${appsPort}`,
  };
}

/**
 * Refuses requests that another site caused. Sec-Fetch-Site and Origin are set by the browser itself, and the header
 * `x-ecode-csrf` cannot be sent across sites without a preflight that we never grant. With a token the header is not
 * needed, since no cookie is read then; the rest stays, as browsers repeat Basic credentials by themselves.
 * @param body a type of body that stands for the header, because it asks for the same preflight
 */
export function refuseCrossSite(request: IncomingMessage, site: Site, body?: string): void {
  const { headers } = request;
  const fetchSite = headers['sec-fetch-site'];
  if (fetchSite !== undefined && fetchSite !== 'same-origin' && fetchSite !== 'none') {
    throw kernelErrors.cross_site_refused();
  }
  if (!hasOwnOrigin(request, site)) throw kernelErrors.cross_site_refused();
  const preflighted = headers['x-ecode-csrf'] !== undefined || (body !== undefined && headers['content-type'] === body);
  if (!preflighted && readToken(headers.authorization) === undefined) throw kernelErrors.cross_site_refused();
}

/** WebSockets bypass the same-origin policy, so each upgrade of a browser must name an origin of the product. */
export function refuseForeignUpgrade(request: IncomingMessage, site: Site): void {
  const { origin, authorization } = request.headers;
  if (!hasOwnOrigin(request, site)) throw kernelErrors.cross_site_refused();
  if (origin === undefined && readToken(authorization) === undefined) throw kernelErrors.cross_site_refused();
}

function hasOwnOrigin(request: IncomingMessage, site: Site): boolean {
  const { origin } = request.headers;
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  return site.isProduct(new URL(origin).host);
}

function nameOf(host: string): string {
  return host.replace(/:\d+$/, '').toLowerCase();
}

function portOf(host: string): string {
  return /:(\d+)$/.exec(host)?.[1] ?? '80';
}
