import * as decoding from 'lib0/decoding';
import type { WebSocket } from 'ws';
import type { Actor } from '../../contract/capabilities.ts';
import type { Documents } from '../documents.ts';
import { authTypes, closeMessage, deniedMessage, grantedMessage, messageTypes, namePrefix } from '../wire.ts';
import { Line } from './line.ts';
import { Member } from './member.ts';

/** Documents of one page, and messages that wait for one to be loaded. */
const documentsLimit = 200;
const waitingLimit = 1000;

interface Entry {
  readonly prefix: Uint8Array;
  member: Member | undefined;
  readonly waiting: Uint8Array[];
}

/**
 * The protocol of Hocuspocus 2 to 4: many documents on one socket, each message begins with the document's name, behind
 * which a client may put a NUL and a word of its own. The token that clients send is not looked at: who they are was
 * decided by the gateway before the socket was opened.
 */
export class HocuspocusDoor {
  readonly #documents: Documents;
  readonly #actor: Actor;
  readonly #line: Line;
  readonly #entries = new Map<string, Entry>();

  constructor(documents: Documents, actor: Actor, socket: WebSocket) {
    this.#documents = documents;
    this.#actor = actor;
    this.#line = new Line(socket, {
      message: (data) => this.#receive(data),
      sign: (nothing) => this.#members().forEach((member) => member.send(nothing)),
      closed: () => this.#members().forEach((member) => member.leave()),
    });
  }

  close(): void {
    this.#line.close(1001, 'the project stops');
  }

  #members(): Member[] {
    return [...this.#entries.values()].flatMap(({ member }) => (member === undefined ? [] : [member]));
  }

  #receive(data: Uint8Array): void {
    // A pong has no name.
    if (data.length === 1) return;
    try {
      const decoder = decoding.createDecoder(data);
      const key = decoding.readVarString(decoder);
      const type = decoding.peekVarUint(decoder);
      if (type === messageTypes.auth) return this.#begin(key, decoder);
      if (type === messageTypes.close) return this.#end(key, 'closed by the client');
      const entry = this.#entries.get(key);
      if (entry === undefined) return;
      if (entry.member !== undefined) entry.member.receive(decoder);
      else if (entry.waiting.length < waitingLimit) entry.waiting.push(data);
    } catch (error) {
      console.error('A message for a document could not be read.', error);
      this.#line.close(1003, 'unreadable message');
    }
  }

  #begin(key: string, decoder: decoding.Decoder): void {
    decoding.readVarUint(decoder);
    if (decoding.readVarUint(decoder) !== authTypes.token) return;
    this.#end(key);
    if (this.#entries.size >= documentsLimit) return this.#deny(key, 'too_many_documents');
    const entry: Entry = { prefix: namePrefix(key), member: undefined, waiting: [] };
    this.#entries.set(key, entry);
    this.#join(key, entry).catch((error: unknown) => {
      console.error('A document could not be loaded.', error);
      this.#deny(key, 'document_unknown');
    });
  }

  async #join(key: string, entry: Entry): Promise<void> {
    const [name = ''] = key.split('\0', 1);
    const found = await this.#documents.find(name);
    if (this.#entries.get(key) !== entry) return;
    if (typeof found === 'string') return this.#deny(key, found);
    const member = new Member(found, {
      actor: this.#actor,
      // Members under the plain name share their bytes.
      prefix: key === name ? found.document.prefix : entry.prefix,
      extended: true,
      transmit: (frame) => this.#line.transmit(frame),
    });
    entry.member = member;
    member.send(grantedMessage(member.mayWrite));
    for (const data of entry.waiting.splice(0)) this.#receive(data);
  }

  #deny(key: string, reason: string): void {
    this.#entries.delete(key);
    this.#line.transmit(Buffer.concat([namePrefix(key), deniedMessage(reason)]));
  }

  #end(key: string, reason?: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#entries.delete(key);
    entry.member?.leave();
    if (reason !== undefined) this.#line.transmit(Buffer.concat([entry.prefix, closeMessage(reason)]));
  }
}
