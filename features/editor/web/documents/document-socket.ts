import { Line, type LineOptions, type LineState } from '../host/line.ts';
import type { Readable } from '../parts/store.ts';
import type { Channel } from './channel.ts';
import { pongMessage, readMessage, type Message } from './wire.ts';

/** The WebSocket that all open documents share. */
export class DocumentSocket {
  readonly state: Readable<LineState>;
  readonly #line: Line;
  readonly #channels = new Map<string, Channel>();

  constructor(options: LineOptions) {
    this.#line = new Line(options, {
      opened: () => this.#opened(),
      received: (data) => this.#receive(data),
      broken: () => this.#channels.forEach((channel) => channel.leave()),
      ping: () => this.#ping(),
    });
    this.state = this.#line.state;
  }

  connect(): void {
    this.#line.connect();
  }

  retryNow(): void {
    this.#line.retryNow();
  }

  /** Asks for a sign of life now, since the network may be gone. */
  probe(): void {
    this.#line.probe();
  }

  close(): void {
    this.#line.close();
  }

  attach(channel: Channel): void {
    this.#channels.set(channel.name, channel);
    if (this.state.get() === 'open') channel.join();
  }

  detach(channel: Channel): void {
    if (this.#channels.get(channel.name) === channel) this.#channels.delete(channel.name);
  }

  send(message: Message): void {
    this.#line.send(message);
  }

  #ping(): boolean {
    const [channel] = this.#channels.values();
    channel?.ping();
    return channel !== undefined;
  }

  #opened(): void {
    this.#line.accept();
    for (const channel of this.#channels.values()) channel.join();
  }

  #receive(data: unknown): void {
    if (!(data instanceof ArrayBuffer)) return;
    const message = readMessage(new Uint8Array(data));
    if (message.kind === 'ping') this.#line.send(pongMessage);
    else if (message.kind !== 'other') this.#channels.get(message.name)?.receive(message);
  }
}
