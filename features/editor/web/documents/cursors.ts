import { awarenessUserSchema, type AwarenessUser } from '@e-code/host/contract';
import { z } from 'zod';
import type { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import type { Place } from './undo-places.ts';

/** Where somebody else is in a text. */
export type RemoteCursor = Place & { readonly client: number; readonly user: AwarenessUser };

/** What other pages tell of themselves; `cursor` is as y-codemirror writes it, so that its clients are seen and see us. */
const stateSchema = z.object({
  user: awarenessUserSchema,
  cursor: z.object({ anchor: z.unknown(), head: z.unknown() }),
});

/** The selections of everybody in one document. They are positions in the shared text, so typing elsewhere does not move them. */
export class Cursors {
  readonly #awareness: Awareness;
  readonly #shared: Y.Text;

  constructor(awareness: Awareness, shared: Y.Text) {
    this.#awareness = awareness;
    this.#shared = shared;
  }

  /** Tells where this page is; undefined when it looks elsewhere. */
  put(place: Place | undefined): void {
    const keep = (at: number) =>
      Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(this.#shared, at)) as unknown;
    this.#awareness.setLocalStateField('cursor', place ? { anchor: keep(place.anchor), head: keep(place.head) } : null);
  }

  /** Everybody else. */
  list(): RemoteCursor[] {
    const cursors: RemoteCursor[] = [];
    for (const [client, state] of this.#awareness.getStates()) {
      if (client === this.#awareness.clientID) continue;
      const parsed = stateSchema.safeParse(state);
      if (!parsed.success) continue;
      const { user, cursor } = parsed.data;
      const [anchor, head] = [this.#find(cursor.anchor), this.#find(cursor.head)];
      if (anchor !== undefined && head !== undefined) cursors.push({ client, user, anchor, head });
    }
    return cursors;
  }

  /** Told when somebody else came, moved or left. */
  onMoved(listener: () => void): () => void {
    const changed = ({ added, updated, removed }: Record<'added' | 'updated' | 'removed', number[]>): void => {
      if ([...added, ...updated, ...removed].some((client) => client !== this.#awareness.clientID)) listener();
    };
    this.#awareness.on('change', changed);
    return () => this.#awareness.off('change', changed);
  }

  #find(position: unknown): number | undefined {
    const { doc } = this.#shared;
    if (!doc || typeof position !== 'object' || position === null) return undefined;
    try {
      const found = Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(position), doc);
      return found?.type === this.#shared ? found.index : undefined;
    } catch {
      return undefined;
    }
  }
}
