/** The cookies of a request by name. The first of two with one name wins, as browsers send the most specific first. */
export function parseCookies(header: string | undefined): Map<string, string> {
  const cookies = new Map<string, string>();
  for (const pair of header?.split(';') ?? []) {
    const at = pair.indexOf('=');
    const name = pair.slice(0, at).trim();
    if (at > 0 && !cookies.has(name)) cookies.set(name, decodeQuietly(pair.slice(at + 1).trim()));
  }
  return cookies;
}

export interface CookieOptions {
  maxAgeSeconds?: number;
  sameSite: 'Lax' | 'Strict' | 'None';
  secure: boolean;
  partitioned?: boolean;
}

/** A Set-Cookie value: always HttpOnly, always the whole site, never a Domain, so that no other host receives it. */
export function serializeCookie(name: string, value: string, options: CookieOptions): string {
  const parts = [`${name}=${encodeURIComponent(value)}`, 'Path=/', 'HttpOnly', `SameSite=${options.sameSite}`];
  if (options.maxAgeSeconds !== undefined) parts.push(`Max-Age=${options.maxAgeSeconds}`);
  if (options.secure) parts.push('Secure');
  if (options.partitioned === true) parts.push('Partitioned');
  return parts.join('; ');
}

function decodeQuietly(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
