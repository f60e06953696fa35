import type { Duplex } from 'node:stream';
import { AppConnection, ConnectionBroke } from './app-connection.ts';
import type { AnswerReader } from './app-connection.ts';

/** A request without a body. */
export interface PlainRequest {
  readonly method: string;
  readonly path: string;
  /** Name, value, name, value. */
  readonly headers: readonly string[];
}

/** The program took the request and did not begin to answer. */
export class AnswerLate extends Error {
  override readonly name = 'AnswerLate';
  readonly code = 'ERR_ANSWER_LATE';
}

class UnsafeRequest extends Error {
  override readonly name = 'UnsafeRequest';
  readonly code = 'ERR_UNSAFE_REQUEST';
}

const CONNECTIONS = 256;
const ANSWER_BEGINS_MS = 300_000;
const SWEEP_MS = 1_000;
/** Node's parser lets none of these in; what we would send with one of them is another request than was checked. */
const UNSAFE = /[^\t\x20-\x7e\x80-\xff]/;

interface Waiting {
  readonly method: string;
  readonly head: string;
  readonly reader: AnswerReader;
}

/**
 * Sends requests without a body to one port inside a sandbox, over kept connections, and reads the answers. This is what
 * nearly every request of a preview is. A bare proxy for "hello world" over each client, with 16 connections, took 24 to
 * 33 microseconds of processor time for each request over one like this, 36 with undici's `dispatch` and 51 to 67 with
 * node:http; Node's server is 11 to 20 of it. The whole preview went from 60 to 40. Three quarters of that are now the
 * two writes, to the browser and to the sandbox; joining head and body into one string gained nothing.
 */
export class AppClient {
  readonly #dial: () => Promise<Duplex>;
  readonly #all = new Set<AppConnection>();
  /** The one that rested last is used first, so that the others can end. */
  readonly #resting: AppConnection[] = [];
  readonly #waiting: Waiting[] = [];
  #dialling = 0;
  #sweep: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(dial: () => Promise<Duplex>) {
    this.#dial = dial;
  }

  /** @param fresh asks on a new connection, because the program had just closed a kept one */
  ask(request: PlainRequest, reader: AnswerReader, fresh = false): void {
    const head = formatHead(request);
    if (head === undefined) return reader.fail(new UnsafeRequest('The request has characters that may not be sent.'));
    const waiting = { method: request.method, head, reader };
    const kept = fresh ? undefined : this.#takeResting();
    if (kept !== undefined) return kept.ask(waiting.method, head, reader);
    if (this.#all.size + this.#dialling >= CONNECTIONS) return void this.#waiting.push(waiting);
    this.#open(waiting);
  }

  /** Ends every connection and every exchange at once. */
  destroy(): void {
    this.#closed = true;
    clearInterval(this.#sweep);
    for (const connection of this.#all) connection.destroy();
    for (const { reader } of this.#waiting.splice(0)) reader.fail(stopped());
  }

  #takeResting(): AppConnection | undefined {
    for (let last = this.#resting.pop(); last !== undefined; last = this.#resting.pop()) {
      if (last.usable) return last;
      last.destroy();
    }
    return undefined;
  }

  #open(waiting: Waiting): void {
    this.#dialling += 1;
    this.#dial().then(
      (stream) => {
        this.#dialling -= 1;
        if (this.#closed) {
          stream.destroy();
          return waiting.reader.fail(stopped());
        }
        this.#add(stream).ask(waiting.method, waiting.head, waiting.reader);
      },
      (error: unknown) => {
        this.#dialling -= 1;
        waiting.reader.fail(error instanceof Error ? error : new Error(String(error)));
        this.#openNext();
      },
    );
  }

  #add(stream: Duplex): AppConnection {
    const connection = new AppConnection(stream, {
      rested: () => this.#rest(connection),
      ended: () => this.#forget(connection),
    });
    this.#all.add(connection);
    this.#sweep ??= setInterval(() => this.#endQuiet(), SWEEP_MS).unref();
    return connection;
  }

  #rest(connection: AppConnection): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#resting.push(connection);
    else connection.ask(next.method, next.head, next.reader);
  }

  #forget(connection: AppConnection): void {
    if (!this.#all.delete(connection)) return;
    const at = this.#resting.indexOf(connection);
    if (at >= 0) this.#resting.splice(at, 1);
    this.#openNext();
  }

  #openNext(): void {
    const next = this.#closed ? undefined : this.#waiting.shift();
    if (next !== undefined) this.#open(next);
  }

  /** One timer for all connections: one for each would be set and cleared with every request. */
  #endQuiet(): void {
    const now = performance.now();
    for (const connection of this.#all) {
      const { waitsSince } = connection;
      if (waitsSince !== undefined && now - waitsSince > ANSWER_BEGINS_MS)
        connection.destroy(new AnswerLate('The program did not begin to answer.'));
      else if (!connection.usable) connection.destroy();
    }
    if (this.#all.size > 0) return;
    clearInterval(this.#sweep);
    this.#sweep = undefined;
  }
}

function formatHead({ method, path, headers }: PlainRequest): string | undefined {
  if (UNSAFE.test(path) || path.includes(' ')) return undefined;
  let head = `${method} ${path} HTTP/1.1\r\n`;
  for (let at = 0; at < headers.length; at += 2) {
    const value = headers[at + 1] ?? '';
    if (UNSAFE.test(value)) return undefined;
    head += `${headers[at]}: ${value}\r\n`;
  }
  return `${head}\r\n`;
}

function stopped(): ConnectionBroke {
  return new ConnectionBroke('The project stopped.');
}
