import { copiesPrefix, DocumentStore } from './store.ts';

/** The projects of which this browser keeps copies, by their ids. */
async function projectsWithCopies(): Promise<string[]> {
  const databases = await indexedDB.databases();
  return databases.flatMap(({ name }) => (name?.startsWith(copiesPrefix) ? [name.slice(copiesPrefix.length)] : []));
}

/** Paths of files with edits that the server never got, in all projects. */
export async function unsentEdits(): Promise<string[]> {
  const found: string[] = [];
  for (const project of await projectsWithCopies()) {
    const store = new DocumentStore(project);
    found.push(...(await store.unsent()));
    await store.close();
  }
  return found;
}

/** Deletes the copies of all projects: `sent` leaves files with edits that the server never got. */
export async function forgetCopies(what: 'all' | 'sent'): Promise<void> {
  for (const project of await projectsWithCopies()) {
    if (what === 'all') await deleteCopies(project);
    else await forgetSentCopies(project);
  }
}

/** Deletes the copies of one project but for files with edits that the server never got. */
export async function forgetSentCopies(project: string): Promise<void> {
  const store = new DocumentStore(project);
  const unsent = await store.unsent();
  if (unsent.length > 0) await store.trim(0);
  await store.close();
  if (unsent.length === 0) await deleteCopies(project);
}

/** Pages that have them open let go of them; see `DocumentStore`. */
function deleteCopies(project: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(copiesPrefix + project);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error ?? new Error('IndexedDB did not delete'));
  });
}
