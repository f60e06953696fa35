import { WebSocket } from 'ws';
import { awarenessMessage } from '../wire.ts';

/** A client that did not answer two of these is gone, within 9 seconds. Milliseconds. */
const pulse = 3000;
const missedLimit = 2;
/** Clients of both protocols take a connection for dead on which nothing came for 30 seconds. */
const pulsesToSign = 5;
/** What a client has not read may grow to this; it will sync anew. */
const deadWater = 64 * 1024 * 1024;

interface Ears {
  readonly message: (data: Uint8Array) => void;
  readonly sign: (nothing: Uint8Array) => void;
  readonly closed: () => void;
}

/** A WebSocket of documents, with the pulse that keeps the dead from being shown as present. Counts, so that clocks may jump. */
export class Line {
  readonly #socket: WebSocket;
  readonly #pulse: NodeJS.Timeout;
  #missed = 0;
  #beats = 0;

  constructor(socket: WebSocket, ears: Ears) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => {
      this.#missed = 0;
      ears.message(data);
    });
    socket.on('pong', () => (this.#missed = 0));
    socket.on('error', () => socket.terminate());
    this.#pulse = setInterval(() => this.#beat(ears), pulse).unref();
    socket.once('close', () => {
      clearInterval(this.#pulse);
      ears.closed();
    });
  }

  transmit(frame: Uint8Array): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    if (this.#socket.bufferedAmount > deadWater) return this.#socket.terminate();
    this.#socket.send(frame);
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  #beat(ears: Ears): void {
    if (this.#missed >= missedLimit) return this.#socket.terminate();
    this.#missed += 1;
    this.#beats += 1;
    this.#socket.ping();
    if (this.#beats % pulsesToSign === 0) ears.sign(awarenessMessage([]));
  }
}
