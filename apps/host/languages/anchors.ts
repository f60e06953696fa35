import * as Y from 'yjs';
import type { Anchor } from '../contract/languages.ts';

/** @param side 0 keeps to what follows, -1 to what is before */
export function toAnchor(text: Y.Text, index: number, side: 0 | -1): Anchor {
  const { item } = Y.createRelativePositionFromTypeIndex(text, Math.min(index, text.length), side);
  if (item !== null) return [item.client, item.clock, side];
  return side === 0 ? 'end' : 'start';
}

/** The place in the present text; undefined when the text does not have it yet. */
export function fromAnchor(text: Y.Text, anchor: Anchor): number | undefined {
  if (anchor === 'start') return 0;
  if (anchor === 'end') return text.length;
  const [client, clock, side] = anchor;
  if (text.doc === null || Y.getState(text.doc.store, client) <= clock) return undefined;
  const position = new Y.RelativePosition(null, null, Y.createID(client, clock), side);
  const found = Y.createAbsolutePositionFromRelativePosition(position, text.doc);
  return found?.type === text ? found.index : undefined;
}

/** Resolves when the document has everything of this state vector; rejects never: false after `patience` milliseconds. */
export async function hasReached(doc: Y.Doc, vector: Uint8Array, patience: number): Promise<boolean> {
  const wanted = Y.decodeStateVector(vector);
  const reached = (): boolean => [...wanted].every(([client, clock]) => Y.getState(doc.store, client) >= clock);
  if (reached()) return true;
  return new Promise((resolve) => {
    const finish = (result: boolean): void => {
      clearTimeout(timer);
      doc.off('update', look);
      resolve(result);
    };
    const look = (): void => {
      if (reached()) finish(true);
    };
    const timer = setTimeout(() => finish(false), patience);
    doc.on('update', look);
  });
}
