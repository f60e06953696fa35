import { useLiveQuery } from '@e-code/kernel/web';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { projectListChannel } from '../../contract/index.ts';
import { queries } from '../queries.ts';

type Wanted = {
  readonly filter: 'all' | 'mine' | 'shared' | 'trash';
  readonly search?: string;
  readonly order?: 'active' | 'created' | 'name';
};

/** A list of projects, page by page, that follows what happens elsewhere. */
export function useProjectPages(wanted: Wanted) {
  const result = useInfiniteQuery(
    queries.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ ...wanted, limit: 100, ...(cursor !== undefined && { cursor }) }),
      initialPageParam: undefined,
      getNextPageParam: ({ next }) => next ?? undefined,
      placeholderData: keepPreviousData,
    }),
  );
  const personId = result.data?.pages[0]?.personId;
  const channel = personId === undefined ? undefined : projectListChannel.name;
  useLiveQuery(channel, { personId }, queries.list.key());
  return { ...result, projects: result.data?.pages.flatMap(({ projects }) => projects) ?? [] };
}

export type ProjectPages = ReturnType<typeof useProjectPages>;
