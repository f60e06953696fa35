import * as Y from 'yjs';
import type { Anchor } from '../../contract/languages.ts';

/** A place that stays where it is while others type. @param side 0 keeps to what follows, -1 to what is before */
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
