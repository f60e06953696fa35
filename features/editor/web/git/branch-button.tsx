import { tooltipAttributes } from '@e-code/kernel/web';
import { ArrowDown, ArrowUp, GitBranch } from 'lucide-react';
import { useStore } from '../parts/store.ts';
import type { Repository } from './repository.ts';
import { t } from './texts.ts';

/** The branch that the next commit goes to; a click switches. Nothing in a project without a repository. */
export function BranchButton({ repository }: { repository: Repository }) {
  const state = useStore(repository.state);
  if (state.kind !== 'ready' || !state.git.repository) return null;
  const { branch, commit, ahead, behind } = state.git;
  const name = branch ?? t('detached', { commit: commit?.slice(0, 7) ?? '' });
  return (
    <button
      type="button"
      aria-label={t('currentBranch', { name })}
      onClick={() => repository.picking.set(true)}
      className="flex h-full max-w-full min-w-0 items-center gap-1.5 rounded-small px-1.5 hover:bg-hover hover:text-text"
      {...tooltipAttributes(t('switchBranch'), undefined, 'top')}
    >
      <GitBranch size={14} strokeWidth={1.5} className="shrink-0" aria-hidden />
      <span className="max-w-48 truncate">{name}</span>
      {ahead > 0 && (
        <span className="flex items-center" title={t('ahead', { count: ahead })}>
          {ahead}
          <ArrowUp size={12} aria-hidden />
        </span>
      )}
      {behind > 0 && (
        <span className="flex items-center" title={t('behind', { count: behind })}>
          {behind}
          <ArrowDown size={12} aria-hidden />
        </span>
      )}
    </button>
  );
}
