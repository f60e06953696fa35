import type { ServerResponse } from 'node:http';
import type { Failure } from '@e-code/kernel/contract';

/**
 * Says no so that git understands: it shows plain text to the person, and asks for a name and a password after a
 * challenge of Basic. The code is in a header, for programs.
 */
export function refuse(response: ServerResponse, { status, code, message, data }: Failure): void {
  if (status === 401) response.setHeader('www-authenticate', 'Basic realm="E-Code", charset="UTF-8"');
  if (typeof data?.['seconds'] === 'number') response.setHeader('retry-after', data['seconds']);
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'x-ecode-code': code,
  });
  response.end(`${status === 401 ? `${message} ${HOW_TO_SIGN_IN}` : message}\n`);
}

const HOW_TO_SIGN_IN = 'Git signs in with an API key as the password, under any name.';
