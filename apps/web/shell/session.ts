import { onUnauthenticated, type ShellPerson, type ShellSession } from '@e-code/kernel/web';
import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { features } from '../features.ts';

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

/** Sends the person to the sign-in page when the server says that the session is over. */
export function watchSession(queryClient: QueryClient, leave: () => void): void {
  onUnauthenticated(() => {
    // On a public page nobody has to be signed in, so there is nothing to end.
    if (!queryClient.getQueryData(sessionQuery.queryKey)) return;
    forgetPerson(queryClient);
    leave();
  });
}
