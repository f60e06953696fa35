import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import { queries } from '../queries.ts';
import type { ListedProject } from '../queries.ts';

type Page = { projects: ListedProject[] };

/** Takes a project out of every list on screen before the server has answered. @returns how to put it back */
export function hideFromLists(queryClient: QueryClient, projectId: string): () => void {
  const filter = { queryKey: queries.list.key() };
  const before = queryClient.getQueriesData<InfiniteData<Page>>(filter);
  queryClient.setQueriesData<InfiniteData<Page>>(filter, (lists) => {
    if (lists === undefined) return lists;
    const without = (page: Page): Page => ({ ...page, projects: page.projects.filter(({ id }) => id !== projectId) });
    return { ...lists, pages: lists.pages.map(without) };
  });
  return () => {
    for (const [key, data] of before) queryClient.setQueryData(key, data);
  };
}

/** Reads every list on screen anew. */
export async function renewLists(queryClient: QueryClient): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: queries.list.key() });
}
