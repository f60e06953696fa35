import * as Y from 'yjs';

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
