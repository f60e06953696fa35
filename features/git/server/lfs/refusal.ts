import type { ServerResponse } from 'node:http';
import type { Failure } from '@e-code/kernel/contract';

/** The type of everything that git lfs says and is told, as it writes it itself. */
export const LFS_TYPE = 'application/vnd.git-lfs+json';

/** Says no so that git lfs shows the sentence, and asks for a password after a challenge. */
export function refuseLfs(response: ServerResponse, { status, code, message, data }: Failure): void {
  if (status === 401) response.setHeader('lfs-authenticate', 'Basic realm="E-Code"');
  if (typeof data?.['seconds'] === 'number') response.setHeader('retry-after', data['seconds']);
  sendLfs(response, status, { message, code });
}

export function sendLfs(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': LFS_TYPE, 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}
