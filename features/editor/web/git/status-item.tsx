import { useWorkspace } from '../workspace/context.ts';
import { lazy, Suspense } from 'react';
import { BranchButton } from './branch-button.tsx';
import { repositoryOf } from './repository.ts';

const BranchPicking = lazy(() => import('./branch-picker.tsx').then((file) => ({ default: file.BranchPicking })));

/** The branch in the status bar. */
export function GitStatusItem() {
  const repository = repositoryOf(useWorkspace());
  return (
    <>
      <BranchButton repository={repository} />
      <Suspense>
        <BranchPicking repository={repository} />
      </Suspense>
    </>
  );
}
