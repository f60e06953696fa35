import { serializeCookie } from '@e-code/kernel/server';

/** How the preview cookie is named and set: with the prefix that no other host can set, where browsers allow it. */
export interface PreviewCookie {
  readonly name: string;
  serialize(token: string): string;
  read(header: string | undefined): string | undefined;
  /** The Cookie header as the program may see it, or undefined when nothing is left. */
  strip(header: string): string | undefined;
}

/** @param secure whether browsers accept Secure cookies here; without, the preview works in a tab of its own only. */
export function previewCookie(secure: boolean): PreviewCookie {
  const name = secure ? '__Host-ecode-preview' : 'ecode-preview';
  const isOurs = (pair: string): boolean => pair.trimStart().startsWith(`${name}=`);
  return {
    name,
    serialize: (token) =>
      serializeCookie(
        name,
        token,
        secure ? { sameSite: 'None', secure, partitioned: true } : { sameSite: 'Lax', secure },
      ),
    read: (header) =>
      header
        ?.split(';')
        .find(isOurs)
        ?.trim()
        .slice(name.length + 1),
    strip(header) {
      if (!header.includes(name)) return header;
      const rest = header.split(';').filter((pair) => !isOurs(pair));
      return rest.length === 0 ? undefined : rest.join(';').trim();
    },
  };
}
