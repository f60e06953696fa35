const tails = new Map<string, Promise<unknown>>();

/** Runs `work` after all earlier work under the same key, so that a check and the change based on it are one. */
export async function withLock<T>(key: string, work: () => Promise<T>): Promise<T> {
  const before = tails.get(key) ?? Promise.resolve();
  const current = before.then(work, work);
  const tail = current.catch(() => undefined);
  tails.set(key, tail);
  try {
    return await current;
  } finally {
    if (tails.get(key) === tail) tails.delete(key);
  }
}
