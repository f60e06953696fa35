import type { IncomingMessage } from 'node:http';
import { parseCookies, serializeCookie } from '@e-code/kernel/server';
import type { Site } from '@e-code/kernel/server';

// Longer than a session can live: the server decides when it ends, not the browser.
const MAX_AGE_SECONDS = 200 * 24 * 3_600;
const SECRET = /^[\w-]{43}$/;

/** `__Host-` makes the browser refuse the cookie from any other host and without TLS; localhost counts as safe. */
export function sessionCookieName(site: Pick<Site, 'secureCookies'>): string {
  return site.secureCookies ? '__Host-ecode_session' : 'ecode_session';
}

/** The session's secret that a request carries, when it has the shape of one. */
export function readSessionCookie(request: IncomingMessage, name: string): string | undefined {
  const secret = parseCookies(request.headers.cookie).get(name);
  return secret !== undefined && SECRET.test(secret) ? secret : undefined;
}

/** The Set-Cookie value that hands a session to the browser. */
export function giveSessionCookie(site: Pick<Site, 'secureCookies'>, secret: string): string {
  return serializeCookie(sessionCookieName(site), secret, {
    maxAgeSeconds: MAX_AGE_SECONDS,
    sameSite: 'Lax',
    secure: site.secureCookies,
  });
}

/** The Set-Cookie value that takes it away. */
export function takeSessionCookie(site: Pick<Site, 'secureCookies'>): string {
  return serializeCookie(sessionCookieName(site), '', {
    maxAgeSeconds: 0,
    sameSite: 'Lax',
    secure: site.secureCookies,
  });
}
