import { toast } from '@e-code/kernel/web';
import type { Place } from '../layout/layout.ts';
import { t } from '../texts.ts';
import type { Workspace } from './workspace.ts';

/**
 * The file of the project that a program means: the path as it says it, else the one file that ends with it, since
 * programs name files from where they run, and Java by their last name alone.
 */
export async function findNamedFile({ index }: Workspace, path: string): Promise<string | undefined> {
  await index.load();
  const paths = index.list.get()?.paths;
  // No list, no better knowledge: the editor says what is wrong with the path.
  if (!paths || paths.includes(path)) return path;
  const ending = `/${path.replace(/^(?:\.\.?\/)+/, '')}`;
  const found = paths.filter((candidate) => candidate.endsWith(ending));
  return found.toSorted((a, b) => a.length - b.length)[0];
}

/** Opens the place that a line of output names, or says that no such file is in the project. */
export async function openPlace(workspace: Workspace, path: string, place: Place): Promise<void> {
  const file = await findNamedFile(workspace, path);
  if (file === undefined) return void toast.info(t('placeNotHere', { path }));
  workspace.layout.openFile(file, { place, focus: true });
}
