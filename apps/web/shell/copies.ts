import { features } from '../features.ts';

const copies = () => Promise.all(features.flatMap((feature) => feature.copies?.() ?? []));

/** Names of what a person typed that is nowhere but in this browser. */
export async function unsentEdits(): Promise<string[]> {
  const kept = await Promise.all((await copies()).map(({ unsent }) => unsent()));
  return kept.flat();
}

/** Deletes what the browser keeps of a person's work: `sent` leaves what is nowhere but here. */
export async function forgetCopies(what: 'all' | 'sent'): Promise<void> {
  await Promise.all((await copies()).map(({ forget }) => forget(what)));
}
