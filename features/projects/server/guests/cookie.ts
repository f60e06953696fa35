import type { IncomingMessage } from 'node:http';
import { parseCookies, serializeCookie } from '@e-code/kernel/server';
import type { Site } from '@e-code/kernel/server';
import { guestSecretSchema } from '../../contract/index.ts';

type Cookies = Pick<Site, 'secureCookies'>;

/** Beside the cookie of a session and never instead of it: who signs in is themselves again. */
function cookieName({ secureCookies }: Cookies): string {
  return secureCookies ? '__Host-ecode_guest' : 'ecode_guest';
}

/** The secret of a visit that a request carries, when it has the shape of one. */
export function readGuestCookie(request: IncomingMessage, site: Cookies): string | undefined {
  return guestSecretSchema.safeParse(parseCookies(request.headers.cookie).get(cookieName(site))).data;
}

/** The Set-Cookie value that makes a browser the guest for this long; none takes it away. */
export function guestCookie(site: Cookies, secret = '', seconds = 0): string {
  return serializeCookie(cookieName(site), secret, {
    maxAgeSeconds: Math.max(0, Math.ceil(seconds)),
    sameSite: 'Lax',
    secure: site.secureCookies,
  });
}
