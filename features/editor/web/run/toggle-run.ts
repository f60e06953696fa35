import type { Workspace } from '../workspace/workspace.ts';

/** Runs what is on the screen: everything typed is on disk first. A second press stops it. */
export async function toggleRun(workspace: Workspace): Promise<void> {
  const { runs, layout, documents } = workspace;
  if (runs.runs) return runs.stop();
  layout.showConsole();
  runs.pressed.set(Date.now());
  await documents.flush();
  await runs.start();
}
