import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { vi } from 'vitest';

/** One connection to a server of this machine, written to and read as bytes. */
export class RawConnection {
  readonly socket: Socket;
  /** All that came, as latin1. */
  text = '';
  ended = false;

  constructor(port: number) {
    this.socket = connect({ port, host: '127.0.0.1' });
    this.socket.setNoDelay(true);
    this.socket.on('data', (bytes: Buffer) => (this.text += bytes.toString('latin1')));
    this.socket.on('error', () => undefined);
    this.socket.on('close', () => (this.ended = true));
  }

  send(text: string): this {
    this.socket.write(text, 'latin1');
    return this;
  }

  /** Waits until this came, and forgets all up to its end. @returns what came up to there */
  async until(wanted: string): Promise<string> {
    const end = await vi.waitFor(
      () => {
        const at = this.text.indexOf(wanted);
        if (at < 0) throw new Error(`Not ${JSON.stringify(wanted)} in ${JSON.stringify(this.text.slice(0, 2_000))}`);
        return at + wanted.length;
      },
      { timeout: 5_000, interval: 5 },
    );
    const seen = this.text.slice(0, end);
    this.text = this.text.slice(end);
    return seen;
  }

  async untilClosed(): Promise<string> {
    await vi.waitFor(
      () => {
        if (!this.ended) throw new Error(`Still open after ${JSON.stringify(this.text.slice(0, 500))}`);
      },
      { timeout: 8_000, interval: 10 },
    );
    return this.text;
  }
}
