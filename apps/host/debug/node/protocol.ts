import type { Socket } from 'node:net';
import { HostError } from '../../failure.ts';

interface Incoming {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
  readonly method?: string;
  readonly params?: unknown;
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** The Chrome DevTools protocol of one process, a message on each line, see the bootloader. */
export class Protocol {
  readonly #socket: Socket;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;
  #rest = '';

  constructor(socket: Socket, told: (method: string, params: unknown) => void) {
    this.#socket = socket;
    socket.on('error', () => socket.destroy());
    socket.setEncoding('utf8').on('data', (piece: string) => {
      const lines = (this.#rest + piece).split('\n');
      this.#rest = lines.pop() ?? '';
      for (const line of lines) this.#deliver(JSON.parse(line) as Incoming, told);
    });
    socket.once('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new HostError('debugger_ended'));
      this.#waiting.clear();
    });
  }

  async post<Answer = unknown>(method: string, params: object = {}): Promise<Answer> {
    if (this.#socket.destroyed) throw new HostError('debugger_ended');
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#last += 1;
    this.#waiting.set(this.#last, { resolve, reject });
    this.#socket.write(`${JSON.stringify({ id: this.#last, method, params })}\n`);
    return (await promise) as Answer;
  }

  /** Lets the program begin. */
  begin(): void {
    this.#socket.write('{"method":"begin"}\n');
  }

  close(): void {
    this.#socket.destroy();
  }

  #deliver({ id, result, error, method, params }: Incoming, told: (method: string, params: unknown) => void): void {
    if (id === undefined) return told(method ?? '', params);
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === undefined) waiting?.resolve(result);
    else waiting?.reject(new HostError('debugger_refused', { details: error.message }));
  }
}
