import type { PresentPage } from '@e-code/host/contract';

/** Pages in front first, and each person once. */
export function peopleOf(pages: readonly PresentPage[]): PresentPage[] {
  const people = new Map<string, PresentPage>();
  for (const page of pages.toSorted((a, b) => Number(b.active) - Number(a.active))) {
    if (!people.has(page.person.id)) people.set(page.person.id, page);
  }
  return [...people.values()];
}
