import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { isTransient, toProblem } from './problem.ts';

type UnauthenticatedListener = () => void;
const listeners = new Set<UnauthenticatedListener>();

/** Calls back when there is reason to think that nobody is signed in any more; the listener asks the server to be sure. */
export function onUnauthenticated(listener: UnauthenticatedListener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function reportUnauthenticated(): void {
  for (const listener of listeners) listener();
}

function onError(error: unknown): void {
  if (toProblem(error).code === 'unauthenticated') reportUnauthenticated();
}

/** Reads are repeated at most three times, only when the same request may succeed later; writes never by themselves. */
function shouldRetry(failures: number, error: unknown): boolean {
  return failures < 3 && isTransient(toProblem(error));
}

/** The cache of server state, one per page. Live channels invalidate it, so data is not refetched on focus. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        retry: shouldRetry,
        // Jitter: pages that lost one server do not come back in one moment.
        retryDelay: (attempt) => Math.min(8000, 500 * 2 ** attempt) * (0.75 + Math.random() / 2),
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}
