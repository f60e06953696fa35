import { createContext, useContext } from 'react';
import type { Workspace } from './workspace.ts';

const Context = createContext<Workspace | undefined>(undefined);

export const WorkspaceProvider = Context.Provider;

/** The open project. */
export function useWorkspace(): Workspace {
  const workspace = useContext(Context);
  if (!workspace) throw new TypeError('useWorkspace is called outside of a workspace');
  return workspace;
}
