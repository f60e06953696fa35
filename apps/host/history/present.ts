import { createHash } from 'node:crypto';
import type { Text } from '@codemirror/state';
import { documentLimit } from '../contract/documents.ts';
import { toText } from '../documents/changes.ts';
import type { Documents } from '../documents/documents.ts';
import { readText } from '../documents/text/file-text.ts';
import { HostError, isMissing } from '../failure.ts';
import { openFile } from '../files/paths.ts';

/** What a file is now: in its document when it is open, else on the disk. */
export interface Present {
  readonly text: Text;
  /** When the file was written, in milliseconds since 1970. */
  readonly at: number;
  readonly hash: string | undefined;
}

/** Undefined when there is no file, or none that is text of a size that can be edited. */
export async function readPresent(
  root: string,
  path: string,
  documents: Documents | undefined,
): Promise<Present | 'absent' | 'not-text'> {
  const open = documents?.list().find((one) => one.path === path);
  const live = open === undefined || open.state === 'deleted' ? undefined : documents?.read(path);
  if (live !== undefined) return { text: toText(live.text), at: Date.now(), hash: undefined };
  try {
    const handle = await openFile(root, path);
    try {
      const { size, mtimeMs } = await handle.stat();
      if (size > documentLimit) return 'not-text';
      const bytes = await handle.readFile();
      const file = readText(bytes);
      if (file === undefined) return 'not-text';
      return { text: toText(file.text), at: mtimeMs, hash: createHash('sha256').update(bytes).digest('hex') };
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (isMissing(error) || (error instanceof HostError && error.code === 'path_not_found')) return 'absent';
    if (error instanceof HostError) return 'not-text';
    throw error;
  }
}
