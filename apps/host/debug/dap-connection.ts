import type { Readable, Writable } from 'node:stream';
import { HostError } from '../failure.ts';
import { MessageReader, writeMessage } from '../languages/message-stream.ts';

interface Incoming {
  readonly type: 'request' | 'response' | 'event';
  readonly seq: number;
  readonly command?: string;
  readonly event?: string;
  readonly body?: unknown;
  readonly request_seq?: number;
  readonly success?: boolean;
  readonly message?: string;
}

interface Waiting {
  readonly resolve: (body: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** The Debug Adapter Protocol over a pair of streams. */
export class DapConnection {
  readonly #output: Writable;
  readonly #told: (event: string, body: unknown) => void;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;
  #ended = false;

  constructor(input: Readable, output: Writable, told: (event: string, body: unknown) => void) {
    this.#output = output;
    this.#told = told;
    const reader = new MessageReader((message) => this.#deliver(message as Incoming));
    input.on('data', (piece: Buffer) => reader.receive(piece));
    // An adapter that died is noticed by its exit.
    output.on('error', () => undefined);
  }

  /** @returns what the protocol says that this command answers */
  async request<Answer>(command: string, input: object): Promise<Answer> {
    if (this.#ended) throw new HostError('debugger_ended');
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#last += 1;
    this.#waiting.set(this.#last, { resolve, reject });
    writeMessage(this.#output, { seq: this.#last, type: 'request', command, arguments: input });
    return (await promise) as Answer;
  }

  /** Nothing will be answered any more. */
  end(): void {
    this.#ended = true;
    for (const { reject } of this.#waiting.values()) reject(new HostError('debugger_ended'));
    this.#waiting.clear();
  }

  #deliver(message: Incoming): void {
    if (message.type === 'event') return this.#told(message.event ?? '', message.body);
    if (message.type !== 'response') return;
    const waiting = this.#waiting.get(Number(message.request_seq));
    this.#waiting.delete(Number(message.request_seq));
    if (message.success === true) waiting?.resolve(message.body ?? {});
    else waiting?.reject(new HostError('debugger_refused', { details: message.message ?? '' }));
  }
}
