import type { Entry } from '@e-code/host/contract';
import type { Workspace } from './workspace.ts';

/** The names by which projects begin, best first. */
const likely = [/^readme(\.md|\.txt)?$/i, /^(index|main|app|server)\.[a-z]+$/i];

const binary = /\.(?:png|jpe?g|gif|webp|ico|zip|gz|pdf|lock|wasm|db)$/i;

/** Finds what to begin with: what the plan names, else the likeliest file, else none. Its text is fetched at once. */
export async function findFirstFile({ documents, runs, tree }: Workspace): Promise<string | undefined> {
  const [plan, entries] = await Promise.all([runs.begin(), tree.begin()]);
  const path = plan?.entrypoint ?? likeliest(entries);
  if (path !== undefined) void documents.open(path);
  return path;
}

/** Shows the file to begin with, unless the person was faster and opened one. */
export async function openFirstFile(
  workspace: Workspace,
  found: Promise<string | undefined> = findFirstFile(workspace),
): Promise<void> {
  const { layout, tree } = workspace;
  const before = layout.phoneView.get();
  const path = await found;
  if (path === undefined || layout.activeFile.get() !== undefined) return;
  const chosen = layout.phoneView.get();
  layout.openFile(path);
  // On a phone the person may have gone elsewhere meanwhile, and stays there.
  if (chosen !== before) layout.phoneView.set(chosen);
  await tree.reveal(path);
}

function likeliest(entries: readonly Entry[]): string | undefined {
  const files = entries.filter((entry) => entry.kind === 'file' && !binary.test(entry.name)).map((entry) => entry.name);
  for (const pattern of likely.toReversed()) {
    const found = files.find((name) => pattern.test(name));
    if (found !== undefined) return found;
  }
  return files.find((name) => !name.startsWith('.')) ?? files[0];
}
