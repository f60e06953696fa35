import { lazy, Suspense } from 'react';
import { useStore } from '../parts/store.ts';
import { useWorkspace } from '../workspace/context.ts';
import { BranchButton } from './branch-button.tsx';
import { repositoryOf } from './repository.ts';

const BranchPicker = lazy(() => import('./branch-picker.tsx').then((file) => ({ default: file.BranchPicker })));

const InTheWay = lazy(() => import('./in-the-way.tsx').then((file) => ({ default: file.InTheWay })));

/** The branch in the status bar. */
export function GitStatusItem() {
  const repository = repositoryOf(useWorkspace());
  const picking = useStore(repository.picking);
  const stopped = useStore(repository.stopped) !== undefined;
  return (
    <>
      <BranchButton repository={repository} />
      <Suspense>{picking && <BranchPicker repository={repository} />}</Suspense>
      <Suspense>{stopped && <InTheWay repository={repository} />}</Suspense>
    </>
  );
}
