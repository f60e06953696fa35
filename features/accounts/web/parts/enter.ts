import { useNavigation } from '@e-code/kernel/web';
import { useQueryClient } from '@tanstack/react-query';

/** Goes on as the person who just signed in: forgets what was read as a visitor and opens where they wanted to go. */
export function useEnter(): () => void {
  const queryClient = useQueryClient();
  const { search, go } = useNavigation();
  return () => {
    queryClient.clear();
    go(ownPath(search.get('next')), { replace: true });
  };
}

/** Only addresses of this application: `//host` and `/\host` would leave it. */
export function ownPath(next: string | null): string {
  return next !== null && /^\/(?![/\\])/.test(next) ? next : '/';
}
