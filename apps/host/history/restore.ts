import { Readable } from 'node:stream';
import type { ChangeOrigin } from '../contract/documents.ts';
import { toHunks } from '../documents/changes.ts';
import type { Differ } from '../documents/text/differ.ts';
import { lineDiff } from '../documents/text/line-diff.ts';
import { editFile } from '../edits/edit-file.ts';
import { HostError, isMissing } from '../failure.ts';
import { stat } from 'node:fs/promises';
import { writeContent } from '../files/write.ts';
import { follow } from '../files/paths.ts';
import type { HistoryGround } from './history.ts';

/**
 * Gives a file a text as small hunks, so that cursors and what others type stay; a deleted file is written again. Answers
 * whether it was done in an open document, which tells of it by itself.
 */
export async function giveText(
  ground: HistoryGround & { readonly differ: Differ },
  path: string,
  text: string,
  origin: ChangeOrigin,
): Promise<boolean> {
  const documents = ground.documents.loaded;
  const open = documents?.list().find((one) => one.path === path && one.state !== 'detached');
  if (documents !== undefined && open !== undefined) {
    if (open.state === 'deleted') await documents.restore(open.id);
    const live = documents.read(path);
    if (live !== undefined) {
      const hunks = toHunks(await ground.differ.diff(live.text, text));
      documents.apply(live.id, live.version, hunks, origin);
      await documents.flush();
      return true;
    }
  }
  if (await exists(ground.root, path)) await editFile(ground, path, origin, (present) => lineDiff(present, text));
  else await writeContent(ground, path, 'absent', Readable.from([Buffer.from(text)]));
  return false;
}

async function exists(root: string, path: string): Promise<boolean> {
  try {
    await stat((await follow(root, path)).absolute);
    return true;
  } catch (error) {
    if (isMissing(error) || (error instanceof HostError && error.code === 'path_not_found')) return false;
    throw error;
  }
}
