import * as Y from 'yjs';

/** What this page has of the text, for the host to wait for. */
export function vectorOf(text: Y.Text): string {
  const bytes = text.doc ? Y.encodeStateVector(text.doc) : new Uint8Array([0]);
  return btoa(String.fromCharCode(...bytes));
}
