import { request as send } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { z } from 'zod';

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  // Answers come from outside; a test reads what it asserts on.
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any;
}

export interface Asking {
  method?: string;
  json?: unknown;
  body?: string | Buffer | Readable;
  headers?: Record<string, string>;
}

export const OWNER = { name: 'Olga Owner', email: 'olga@example.org', password: 'a lake behind seven hills' };

/** One person's browser without a screen: keeps the cookie and asks as the web application does. */
export class Client {
  readonly origin: string;
  cookie: string | undefined;

  constructor(origin: string, cookie?: string) {
    this.origin = origin;
    this.cookie = cookie;
  }

  /** Asks below the product's address. Rejects only when no answer came. */
  ask(path: string, asking: Asking = {}): Promise<Answer> {
    return this.#send(new URL(this.origin).host, path, asking);
  }

  /** Asks and expects success. @throws with the whole answer otherwise */
  async do(method: string, path: string, json?: unknown): Promise<Answer['body']> {
    const answer = await this.ask(`/api${path}`, { method, json });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer.body;
  }

  /** Claims the installation with the link that the server printed. */
  async claim(setupLink: string | undefined): Promise<this> {
    const token = setupLink?.split('#')[1]?.split('=').at(-1) ?? '';
    await this.do('POST', '/setup', { token, ...OWNER });
    return this;
  }

  /** A browser in the preview of a port, after the ticket was exchanged for its cookie. */
  async openPreview(projectId: string, port: number): Promise<(path: string) => Promise<Answer>> {
    const { url } = z
      .object({ url: z.string() })
      .parse(await this.do('POST', `/projects/${projectId}/previews`, { port }));
    const { host, pathname, search } = new URL(url);
    const browser = new Client(this.origin);
    await browser.#send(host, pathname + search, {});
    return (path) => browser.#send(host, path, {});
  }

  /** Names below localhost lead to this machine, whatever its resolver says; so the address is given apart from the name. */
  #send(host: string, path: string, { method = 'GET', json, body, headers }: Asking): Promise<Answer> {
    const content = json === undefined ? body : JSON.stringify(json);
    const given = {
      host,
      'x-ecode-csrf': '1',
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      ...(this.cookie === undefined ? {} : { cookie: this.cookie }),
      ...(typeof content === 'string' ? { 'content-length': String(Buffer.byteLength(content)) } : {}),
      ...headers,
    };
    return new Promise((resolve, reject) => {
      const { port } = new URL(this.origin);
      const asked = send({ host: '127.0.0.1', port, path, method, headers: given, agent: false });
      asked.once('error', reject);
      asked.once('response', (response) => {
        const pieces: Buffer[] = [];
        response.on('data', (piece: Buffer) => pieces.push(piece));
        response.once('error', reject);
        response.once('end', () => {
          this.#keep(response.headers['set-cookie']);
          const text = Buffer.concat(pieces).toString();
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, body: readJson(text) });
        });
      });
      if (content === undefined || typeof content === 'string' || Buffer.isBuffer(content)) asked.end(content);
      else content.pipe(asked);
    });
  }

  #keep(cookies: string[] = []): void {
    this.cookie = cookies.at(-1)?.split(';')[0] ?? this.cookie;
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
