import type { EditorView } from '@codemirror/view';
import { lazy } from 'react';
import { afterFirstLook, startSoon } from '../parts/first-look.ts';
import type { Workspace } from '../workspace/workspace.ts';

const load = () => import('./glance.ts');

const glance = async () => {
  await afterFirstLook();
  return load();
};

export const ChangeCount = lazy(async () => ({ default: (await glance()).ChangeCount }));
export const GitStatusItem = lazy(async () => ({ default: (await glance()).GitStatusItem }));

/** Marks the changed lines of an editor, and their authors when wanted, as soon as that code is here. Returns the end. */
export function showGitMarksSoon(view: EditorView, path: () => string, workspace: Workspace): () => void {
  return startSoon(async () => {
    const { showGitMarks } = await load();
    return () => showGitMarks(view, path, workspace);
  });
}
