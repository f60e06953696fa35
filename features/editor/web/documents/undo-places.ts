import * as Y from 'yjs';

/** A selection in a text. */
export type Place = { readonly anchor: number; readonly head: number };

type KeptPlace = { readonly anchor: Y.RelativePosition; readonly head: Y.RelativePosition };

/** Remembers for every step of an undo history where the person was, however the text changes meanwhile. */
export class UndoPlaces {
  readonly #shared: Y.Text;
  readonly #undoing: Y.UndoManager;
  /** Where the person is while a step is made. */
  #now: Place | undefined;
  #popped: Place | undefined;

  constructor(shared: Y.Text, undoing: Y.UndoManager) {
    this.#shared = shared;
    this.#undoing = undoing;
    undoing.on('stack-item-added', ({ stackItem }) => {
      if (this.#now && !stackItem.meta.has(this)) stackItem.meta.set(this, this.#keep(this.#now));
    });
    undoing.on('stack-item-popped', ({ stackItem }) => {
      this.#popped = this.#find(stackItem.meta.get(this) as KeptPlace | undefined);
    });
  }

  /** Runs an edit that is made at this place. */
  during(place: Place | undefined, work: () => void): void {
    this.#now = place;
    work();
    this.#now = undefined;
  }

  /** One step back or forth from here. @returns where the person was then, or undefined when there is no such step */
  travel(direction: 'undo' | 'redo', from: Place): Place | undefined {
    this.#popped = undefined;
    let step: unknown;
    this.during(from, () => {
      step = this.#undoing[direction]();
    });
    return step === null ? undefined : (this.#popped ?? from);
  }

  #keep({ anchor, head }: Place): KeptPlace {
    const keep = (at: number) => Y.createRelativePositionFromTypeIndex(this.#shared, at, -1);
    return { anchor: keep(anchor), head: keep(head) };
  }

  #find(kept: KeptPlace | undefined): Place | undefined {
    if (!kept || !this.#shared.doc) return undefined;
    const { doc } = this.#shared;
    const find = (position: Y.RelativePosition) =>
      Y.createAbsolutePositionFromRelativePosition(position, doc)?.index ?? this.#shared.length;
    return { anchor: find(kept.anchor), head: find(kept.head) };
  }
}
