import { onUnauthenticated, type ShellPerson, type ShellSession } from '@e-code/kernel/web';
import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { features } from '../features.ts';
import { forgetCopies } from './copies.ts';

const provided = features.flatMap((feature) => feature.session ?? []);
if (provided.length > 1) throw new TypeError('More than one feature gives the session: exactly one may');

/** Who is signed in, as the accounts feature says. */
export const session: ShellSession | undefined = provided[0];

export const sessionQuery = queryOptions({
  queryKey: ['shell', 'session'],
  queryFn: async (): Promise<ShellPerson | null> => (session ? session.load() : null),
  staleTime: Infinity,
});

/** Forgets everything that was read for the person who is gone. */
export function forgetPerson(queryClient: QueryClient): void {
  queryClient.clear();
  queryClient.setQueryData(sessionQuery.queryKey, null);
}

/** When the session may be over, asks; when it is, forgets who was there and tells it. */
export function watchSession(queryClient: QueryClient, leave: (former: ShellPerson) => void): void {
  let asking = false;
  async function check(): Promise<void> {
    // On a public page nobody has to be signed in, so there is nothing to end.
    const former = queryClient.getQueryData(sessionQuery.queryKey);
    if (asking || !session || !former) return;
    asking = true;
    try {
      if (await session.load()) return;
      forgetPerson(queryClient);
      leave(former);
      // Who signs in here next may be somebody else. What only this browser has waits for the same person.
      await forgetCopies('sent');
    } catch {
      // The server is away: the next answer of it decides.
    } finally {
      asking = false;
    }
  }
  onUnauthenticated(() => void check());
}
