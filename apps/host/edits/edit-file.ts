import { type ChangeSet, Text } from '@codemirror/state';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { documentLimit, type ChangeOrigin } from '../contract/documents.ts';
import { readText, writeText } from '../documents/text/file-text.ts';
import { mapEndings } from '../documents/text/line-endings.ts';
import { HostError } from '../failure.ts';
import { openFile } from '../files/paths.ts';
import type { Reclaimable } from '../files/stage.ts';
import type { Trash } from '../files/trash.ts';
import type { HistoryDoor } from '../history/door.ts';
import { writeContent } from '../files/write.ts';

export interface Editing {
  readonly root: string;
  readonly state: string;
  readonly trash: Trash;
  readonly space: Reclaimable;
  /** Who did it is told here; without one a history takes it for the work of a program. */
  readonly history?: HistoryDoor;
}

export interface Edited {
  /** The text before, with line feeds only. */
  readonly before: string;
  readonly changes: ChangeSet;
}

/** How often a file may be written by somebody else between our reading and writing before we give up. */
const attempts = 5;

/**
 * Edits a text file: `change` is told its text (line feeds only, no byte order mark) and answers what to change, or
 * undefined for nothing. It may be asked again when somebody else wrote the file meanwhile. Line endings, byte order mark
 * and mode stay. Open documents take the edit in as they take in any other writer's.
 */
export async function editFile(
  editing: Editing,
  path: string,
  origin: ChangeOrigin,
  change: (text: string) => ChangeSet | undefined,
): Promise<Edited | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    const { bytes, hash } = await read(editing.root, path);
    const file = readText(bytes);
    if (file === undefined) throw new HostError('not_text', { path });
    const changes = change(file.text);
    if (changes === undefined) return undefined;
    const before = Text.of(file.text.split('\n'));
    const endings = mapEndings(file.endings, before, changes);
    const edited = writeText({ ...file, text: changes.apply(before).toString(), endings });
    try {
      await writeContent(editing, path, { hash }, Readable.from([edited]));
      const history = await editing.history?.load();
      history?.edited(path, { at: Date.now(), author: origin, changes, before: () => before });
      return { before: file.text, changes };
    } catch (error) {
      const changed = error instanceof HostError && error.code === 'file_changed';
      if (!changed || attempt === attempts) throw error;
    }
  }
}

async function read(root: string, path: string): Promise<{ bytes: Buffer; hash: string }> {
  const handle = await openFile(root, path);
  try {
    const { size } = await handle.stat();
    if (size > 10 * documentLimit) throw new HostError('body_too_large', { path });
    const bytes = await handle.readFile();
    return { bytes, hash: createHash('sha256').update(bytes).digest('hex') };
  } finally {
    await handle.close();
  }
}
