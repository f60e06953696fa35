import * as decoding from 'lib0/decoding';
import type { WebSocket } from 'ws';
import type { Actor } from '../../contract/capabilities.ts';
import type { FileSync } from '../file-sync.ts';
import { Line } from './line.ts';
import { Member } from './member.ts';

const noPrefix = new Uint8Array();

/** The protocol of y-websocket: one document on one socket, named by the address. */
export class YWebsocketDoor {
  readonly #line: Line;

  constructor(sync: FileSync, actor: Actor, socket: WebSocket) {
    this.#line = new Line(socket, {
      message: (data) => this.#receive(member, data),
      sign: (nothing) => member.send(nothing),
      closed: () => member.leave(),
    });
    const transmit = (frame: Uint8Array): void => this.#line.transmit(frame);
    const member = new Member(sync, { actor, prefix: noPrefix, extended: false, transmit });
    member.askForUpdates();
    sync.document.presence.welcome(member);
  }

  close(): void {
    this.#line.close(1001, 'the project stops');
  }

  #receive(member: Member, data: Uint8Array): void {
    try {
      member.receive(decoding.createDecoder(data));
    } catch (error) {
      console.error('A message for a document could not be read.', error);
      this.#line.close(1003, 'unreadable message');
    }
  }
}
