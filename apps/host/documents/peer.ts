import type { Actor } from '../contract/capabilities.ts';
import type { DocumentEvent } from '../contract/documents.ts';

/** One connection's part in one document. */
export interface Peer {
  readonly actor: Actor;
  /** Comes before each message. Peers that share it get the same bytes. */
  readonly prefix: Uint8Array;
  readonly mayWrite: boolean;
  /** Sends a message that begins with `prefix` already. */
  readonly transmit: (frame: Uint8Array) => void;
  readonly send: (message: Uint8Array) => void;
  /** Does nothing for a client whose protocol has no such message. */
  readonly tell: (event: DocumentEvent) => void;
  readonly acknowledge: (kept: boolean, count: number) => void;
}

/** Sends a message to peers, with the bytes made once for each prefix. */
export function sendToAll(peers: Iterable<Peer>, message: Uint8Array, except?: Peer): void {
  const frames = new Map<Uint8Array, Uint8Array>();
  for (const peer of peers) {
    if (peer === except) continue;
    let frame = frames.get(peer.prefix);
    if (frame === undefined) frames.set(peer.prefix, (frame = Buffer.concat([peer.prefix, message])));
    peer.transmit(frame);
  }
}
