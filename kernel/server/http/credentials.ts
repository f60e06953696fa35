import { TOKEN_PREFIX } from '../access/token.ts';

/**
 * The token of an Authorization header: of `Bearer`, or of `Basic` as password, which is how git sends it, or as name
 * without password. Anything else is not ours: a proxy in front may ask for credentials of its own and pass them on.
 */
export function readToken(header: string | undefined): string | undefined {
  const [, scheme = '', value = ''] = /^(\w+) +([\w+/=.~-]+) *$/.exec(header ?? '') ?? [];
  switch (scheme.toLowerCase()) {
    case 'bearer':
      return asToken(value);
    case 'basic': {
      const [name = '', ...password] = Buffer.from(value, 'base64').toString().split(':');
      return asToken(password.join(':') || name);
    }
    default:
      return undefined;
  }
}

function asToken(value: string): string | undefined {
  return value.startsWith(TOKEN_PREFIX) ? value : undefined;
}
