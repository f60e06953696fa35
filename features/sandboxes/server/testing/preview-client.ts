import { vi } from 'vitest';
import { request as send } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { cookieOf } from './people.ts';
import type { SandboxPlatform } from './sandbox-platform.ts';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface Asking {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer | Readable;
}

/** A browser's connection to a preview: names below localhost lead to this machine, whatever the resolver says. */
export class PreviewClient {
  readonly host: string;
  readonly port: number;
  cookie: string | undefined;

  constructor(origin: string) {
    const url = new URL(origin);
    this.host = url.host;
    this.port = Number(url.port);
  }

  /** Sends a request and leaves the answer's body to be read. */
  open(path: string, { method = 'GET', headers = {}, body }: Asking = {}): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const cookie: Record<string, string> = this.cookie === undefined ? {} : { cookie: this.cookie };
      const asked = send({
        host: '127.0.0.1',
        port: this.port,
        path,
        method,
        agent: false,
        headers: { host: this.host, accept: 'text/html', ...cookie, ...headers },
      });
      asked.once('response', resolve).once('error', reject);
      if (body === undefined || typeof body === 'string' || Buffer.isBuffer(body)) asked.end(body);
      else body.pipe(asked);
    });
  }

  async ask(path: string, asking: Asking = {}): Promise<Answer> {
    const answer = await this.open(path, asking);
    const pieces: Buffer[] = [];
    for await (const piece of answer as AsyncIterable<Buffer>) pieces.push(piece);
    return { status: answer.statusCode ?? 0, headers: answer.headers, text: Buffer.concat(pieces).toString() };
  }

  /** Follows a ticket's address, and keeps the cookie as a browser does. */
  async redeem(url: string): Promise<Answer> {
    const { pathname, search } = new URL(url);
    const answer = await this.ask(pathname + search);
    this.cookie = answer.headers['set-cookie']?.[0]?.split(';')[0] ?? this.cookie;
    return answer;
  }
}

/** What the workspace does when it shows a preview. */
export async function openPreview(
  platform: SandboxPlatform,
  name: string,
  projectId: string,
  port = 3000,
): Promise<PreviewClient> {
  const { url } = await requestTicket(platform, name, projectId, port);
  const client = new PreviewClient(url);
  await client.redeem(url);
  return client;
}

export async function requestTicket(
  platform: SandboxPlatform,
  name: string,
  projectId: string,
  port = 3000,
): Promise<{ url: string; address: string }> {
  const answer = await platform.request(`/api/projects/${projectId}/previews`, {
    method: 'POST',
    json: { port, path: '/' },
    cookie: cookieOf(name),
  });
  return (await answer.json()) as { url: string; address: string };
}

/** Resolves when the program behind a preview answers. */
export function answers(client: PreviewClient): Promise<void> {
  return vi.waitFor(
    async () => {
      const { status, text } = await client.ask('/', { headers: { accept: '*/*' } });
      if (status !== 200) throw new Error(text);
    },
    { timeout: 10_000, interval: 50 },
  );
}
