import type { Peer } from './peer.ts';

/** Updates that were applied and whose clients wait to hear that they are on the disk. */
export class Owed {
  #counts = new Map<Peer, number>();

  add(counts: ReadonlyMap<Peer, number>): void {
    for (const [peer, count] of counts) this.#counts.set(peer, (this.#counts.get(peer) ?? 0) + count);
  }

  /** Everything owed so far, to be paid or added again. */
  take(): ReadonlyMap<Peer, number> {
    const counts = this.#counts;
    this.#counts = new Map();
    return counts;
  }

  pay(counts: ReadonlyMap<Peer, number> = this.take()): void {
    for (const [peer, count] of counts) peer.acknowledge(true, count);
  }
}
