import * as decoding from 'lib0/decoding';
import type { AwarenessUser } from '../contract/documents.ts';
import { colourOf } from './colour.ts';
import { type Peer, sendToAll } from './peer.ts';
import { type AwarenessEntry, awarenessMessage } from './wire.ts';

interface Known {
  readonly peer: Peer;
  readonly clock: number;
  readonly state: string;
}

/** Cursors and selections are small; a page sends no more than this about itself. */
const stateLimit = 32 * 1024;
const clientsOfPeer = 16;

/**
 * Who is in a document and where. Who somebody is comes from the gateway: the `user` of a state is overwritten, and a
 * client number belongs to the connection that showed it first, so that nobody moves or removes the cursor of another.
 */
export class Presence {
  readonly #peers: ReadonlySet<Peer>;
  readonly #known = new Map<number, Known>();
  /** Rises for each client number, also when its connection was replaced: others ignore a clock that they have seen. */
  readonly #clocks = new Map<number, number>();

  constructor(peers: ReadonlySet<Peer>) {
    this.#peers = peers;
  }

  receive(peer: Peer, update: Uint8Array): void {
    const decoder = decoding.createDecoder(update);
    const entries: AwarenessEntry[] = [];
    const count = Math.min(decoding.readVarUint(decoder), clientsOfPeer);
    for (let index = 0; index < count; index += 1) {
      const client = decoding.readVarUint(decoder);
      decoding.readVarUint(decoder);
      const state = stamped(decoding.readVarString(decoder), peer);
      if (state !== undefined && this.#owns(peer, client)) entries.push(this.#set(peer, client, state));
    }
    this.#tell(entries, peer);
  }

  /** The states of everybody, for somebody who came. */
  welcome(peer: Peer): void {
    const entries = [...this.#known].map(([client, { clock, state }]) => ({ client, clock, state }));
    peer.send(awarenessMessage(entries));
  }

  leave(peer: Peer): void {
    const gone = [...this.#known].filter(([, known]) => known.peer === peer);
    this.#tell(gone.map(([client]) => this.#set(peer, client, 'null')));
  }

  /** A connection that is gone unnoticed may come back under the same number. */
  #owns(peer: Peer, client: number): boolean {
    const owner = this.#known.get(client)?.peer;
    if (owner === undefined)
      return [...this.#known.values()].filter((known) => known.peer === peer).length < clientsOfPeer;
    return owner === peer || owner.actor.id === peer.actor.id;
  }

  #set(peer: Peer, client: number, state: string): AwarenessEntry {
    const clock = (this.#clocks.get(client) ?? 0) + 1;
    this.#clocks.set(client, clock);
    if (state === 'null') this.#known.delete(client);
    else this.#known.set(client, { peer, clock, state });
    return { client, clock, state };
  }

  #tell(entries: readonly AwarenessEntry[], except?: Peer): void {
    if (entries.length > 0) sendToAll(this.#peers, awarenessMessage(entries), except);
  }
}

/** The state with the name that its actor really has; undefined when it is no state. */
function stamped(text: string, { actor }: Peer): string | undefined {
  if (text === 'null') return text;
  if (text.length > stateLimit) return undefined;
  const state: unknown = JSON.parse(text);
  if (typeof state !== 'object' || state === null || Array.isArray(state)) return undefined;
  const user: AwarenessUser = { id: actor.id, name: actor.name, colour: colourOf(actor.id) };
  return JSON.stringify({ ...state, user });
}
