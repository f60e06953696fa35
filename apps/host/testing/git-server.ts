import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A bare repository that stock git serves over HTTP to whoever has the password. */
export interface GitServer {
  readonly address: string;
  /** Of the bare repository. */
  readonly folder: string;
  /** Changed by tests in the middle. */
  readonly account: { name: string; password: string; mayWrite: boolean };
  /** Every authorization that came. */
  readonly shown: string[];
  /** Runs git there. */
  git(...words: string[]): string;
}

/** Starts a server that ends with the test. */
export async function startGitServer(): Promise<GitServer> {
  const folder = await mkdtemp(join(tmpdir(), 'git-server-'));
  const repository = join(folder, 'far.git');
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', repository]);
  execFileSync('git', ['-C', repository, 'config', 'http.receivepack', 'true']);
  const account = { name: 'zofie', password: 'canary-7f3d91', mayWrite: true };
  const shown: string[] = [];
  const server = createServer((request, response) => {
    const { authorization } = request.headers;
    if (authorization !== undefined) shown.push(authorization);
    const expected = `Basic ${Buffer.from(`${account.name}:${account.password}`).toString('base64')}`;
    if (authorization !== expected) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="far"' }).end('Who are you?');
      return;
    }
    if (!account.mayWrite && request.url?.includes('git-receive-pack') === true) {
      response.writeHead(403).end('You may only read.');
      return;
    }
    answer(folder, request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    // Git may still be writing there for a moment after its client left.
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  });
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}/far.git`,
    folder: repository,
    account,
    shown,
    git: (...words) => execFileSync('git', ['-C', repository, ...words], { encoding: 'utf8' }),
  };
}

/** Speaks CGI with `git http-backend`. */
function answer(root: string, request: IncomingMessage, response: ServerResponse): void {
  const { pathname, search } = new URL(request.url ?? '', 'http://far');
  const { PATH } = process.env;
  const child = spawn('git', ['http-backend'], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: {
      PATH,
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: pathname,
      QUERY_STRING: search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      REMOTE_USER: 'zofie',
    },
  });
  request.pipe(child.stdin.on('error', () => undefined));
  const pieces: Buffer[] = [];
  child.stdout.on('data', (piece: Buffer) => pieces.push(piece));
  child.once('close', () => {
    const all = Buffer.concat(pieces);
    const end = all.indexOf('\r\n\r\n');
    const headers = all.subarray(0, end).toString().split('\r\n');
    for (const line of headers) {
      const [name = '', value = ''] = line.split(': ', 2);
      if (name === 'Status') response.statusCode = Number.parseInt(value, 10);
      else if (name !== '') response.setHeader(name, value);
    }
    response.end(all.subarray(end + 4));
  });
}
