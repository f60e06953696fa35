import { useWorkspace } from '../workspace/context.ts';
import { BranchButton } from './branch-button.tsx';
import { repositoryOf } from './repository.ts';

/** The branch in the status bar. */
export function GitStatusItem() {
  return <BranchButton repository={repositoryOf(useWorkspace())} />;
}
