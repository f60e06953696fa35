import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { readSyncMessage, writeSyncStep1, writeUpdate } from 'y-protocols/sync';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { actor } from './documents-servers.ts';

/** One editor without a screen: a document over the protocol of y-websocket, the same for every server. */
export class TextClient {
  readonly doc = new Y.Doc();
  readonly text = this.doc.getText('text');
  readonly #socket: WebSocket;
  #changed: (() => void) | undefined;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== this) this.#send((encoder) => writeUpdate(encoder, update));
    });
  }

  /** @param headers who acts: of a request to the host itself, or to the gateway */
  static async open(url: string, headers: Record<string, string> = actor): Promise<TextClient> {
    const socket = new WebSocket(url, { headers, perMessageDeflate: false });
    const client = new TextClient(socket);
    const synced = new Promise<void>((resolve) => {
      socket.on('message', (data: Buffer) => {
        if (client.#receive(data) === 1) resolve();
      });
    });
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    client.#send((encoder) => writeSyncStep1(encoder, client.doc));
    await synced;
    return client;
  }

  get content(): string {
    return this.text.toJSON();
  }

  /** Resolves as soon as the condition holds; it is looked at after each message. */
  until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#changed = () => {
        if (!condition()) return;
        this.#changed = undefined;
        resolve();
      };
      this.#changed();
    });
  }

  close(): void {
    this.#socket.terminate();
  }

  #send(write: (encoder: encoding.Encoder) => void): void {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, 0);
    write(encoder);
    this.#socket.send(encoding.toUint8Array(encoder));
  }

  #receive(data: Buffer): number | undefined {
    const decoder = decoding.createDecoder(new Uint8Array(data));
    if (decoding.readVarUint(decoder) !== 0) return undefined;
    const answer = encoding.createEncoder();
    encoding.writeVarUint(answer, 0);
    const type = readSyncMessage(decoder, answer, this.doc, this);
    if (encoding.length(answer) > 1) this.#socket.send(encoding.toUint8Array(answer));
    this.#changed?.();
    return type;
  }
}
