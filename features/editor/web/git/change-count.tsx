import { useStore } from '../parts/store.ts';
import { useWorkspace } from '../workspace/context.ts';
import { repositoryOf } from './repository.ts';

/** How many files changed, at the corner of the button of the rail. */
export function ChangeCount() {
  const state = useStore(repositoryOf(useWorkspace()).state);
  const count = state.kind === 'ready' && state.git.repository ? state.git.files.length : 0;
  if (count === 0) return null;
  return (
    <span
      aria-hidden
      className="pointer-events-none absolute right-0 bottom-0 min-w-4 rounded-full bg-accent px-1 text-center text-caption leading-4 font-medium text-on-accent tabular-nums"
    >
      {count > 99 ? '99+' : count}
    </span>
  );
}
