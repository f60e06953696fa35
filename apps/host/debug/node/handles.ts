import { HostError } from '../../failure.ts';

/** Things that are named by numbers as long as a process stands still. */
export class Handles<Thing extends { readonly owner: object }> {
  readonly #things = new Map<number, Thing>();
  #last = 0;

  add(thing: Thing): number {
    this.#last += 1;
    this.#things.set(this.#last, thing);
    return this.#last;
  }

  /** @throws HostError when it does not hold any more */
  get(id: number): Thing {
    const thing = this.#things.get(id);
    if (thing === undefined) throw new HostError('debug_moved_on');
    return thing;
  }

  /** The process went on. */
  drop(owner: object): void {
    for (const [id, thing] of this.#things) if (thing.owner === owner) this.#things.delete(id);
  }
}
