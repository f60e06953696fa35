import type { Readable, Writable } from 'node:stream';
import { HostError } from '../failure.ts';
import { MessageReader, writeMessage } from './message-stream.ts';

interface Incoming {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

export interface ConnectionEvents {
  readonly notified: (method: string, params: unknown) => void;
  /** Answers a question of the server. */
  readonly asked: (method: string, params: unknown) => Promise<unknown>;
}

/** JSON-RPC 2.0 with Content-Length heads, the base protocol of the Language Server Protocol 3.17. */
export class Connection {
  readonly #output: Writable;
  readonly #events: ConnectionEvents;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;

  constructor(input: Readable, output: Writable, events: ConnectionEvents) {
    this.#output = output;
    this.#events = events;
    const reader = new MessageReader((message) => this.#deliver(message as Incoming));
    input.on('data', (piece: Buffer) => reader.receive(piece));
    // A server that died is noticed by its exit.
    output.on('error', () => undefined);
  }

  /** Asks the server; an aborted question is cancelled there and rejects here. */
  request(method: string, params?: unknown, signal?: AbortSignal): Promise<unknown> {
    this.#last += 1;
    const id = this.#last;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#waiting.set(id, { resolve, reject });
    this.#send({ id, method, params });
    const cancel = (): void => {
      if (this.#waiting.delete(id)) this.notify('$/cancelRequest', { id });
      reject(new HostError('language_cancelled'));
    };
    if (signal?.aborted === true) cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    return promise.finally(() => signal?.removeEventListener('abort', cancel));
  }

  notify(method: string, params?: unknown): void {
    this.#send({ method, params });
  }

  /** Nothing will be answered any more. */
  end(): void {
    for (const { reject } of this.#waiting.values()) reject(new HostError('language_ended'));
    this.#waiting.clear();
  }

  #send(message: object): void {
    writeMessage(this.#output, { jsonrpc: '2.0', ...message });
  }

  #deliver({ id, method, params, result, error }: Incoming): void {
    if (method !== undefined) {
      if (id === undefined) return this.#events.notified(method, params);
      this.#events.asked(method, params).then(
        (answer) => this.#send({ id, result: answer }),
        (failure: unknown) => this.#send({ id, error: { code: -32_603, message: String(failure) } }),
      );
      return;
    }
    const waiting = this.#waiting.get(Number(id));
    this.#waiting.delete(Number(id));
    if (error !== undefined) waiting?.reject(new HostError('language_refused', { details: error.message }));
    else waiting?.resolve(result ?? null);
  }
}
