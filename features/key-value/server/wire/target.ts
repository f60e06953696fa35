/** What the address of a request names. */
export interface Target {
  readonly token: string;
  /** Undefined for the store as a whole. */
  readonly key: string | undefined;
  readonly query: URLSearchParams;
}

const SHAPE = /^\/v0\/([A-Za-z0-9_-]{1,64})(?:\/(.*))?$/s;

/**
 * Reads the target of a request, `/v0/<token>` or `/v0/<token>/<key>`. All that follows is the key: version 2 of the
 * JavaScript client sends it as it is, with slashes and question marks, and Python's leaves slashes.
 */
export function readTarget(target: string): Target | undefined {
  const whole = SHAPE.exec(target);
  if (whole?.[1] !== undefined && whole[2] !== undefined) {
    return { token: whole[1], key: decodeKey(whole[2]), query: new URLSearchParams() };
  }
  const [path = '', ...query] = target.split('?');
  const store = SHAPE.exec(path);
  if (store?.[1] === undefined) return undefined;
  return { token: store[1], key: undefined, query: new URLSearchParams(query.join('?')) };
}

/** Once. What is no percent-encoding stays: a client that encodes nothing may have a key such as `100%`. */
function decodeKey(text: string): string {
  return decode(Buffer.from(text).toString('latin1')).toString();
}

/** Pairs of a form, in order. Blanks arrive as `%20` from JavaScript and as `+` from Python. */
export function readForm(body: Buffer): { key: string; value: Buffer }[] {
  return body
    .toString('latin1')
    .replaceAll('+', ' ')
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const end = pair.indexOf('=');
      const [key, value] = end === -1 ? [pair, ''] : [pair.slice(0, end), pair.slice(end + 1)];
      return { key: decode(key).toString(), value: decode(value) };
    });
}

/** The bytes that a percent-encoded text stands for, in which each character is a byte. */
function decode(latin: string): Buffer {
  if (!latin.includes('%')) return Buffer.from(latin, 'latin1');
  const plain = latin.replace(/%([0-9a-fA-F]{2})/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  return Buffer.from(plain, 'latin1');
}
