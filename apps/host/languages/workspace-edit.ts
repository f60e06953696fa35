import { ChangeSet } from '@codemirror/state';
import type { ChangeOrigin, Hunk } from '../contract/documents.ts';
import type { EditedFiles } from '../contract/languages.ts';
import { toChanges, toHunks, toText } from '../documents/changes.ts';
import type { DocumentsDoor } from '../documents/door.ts';
import { editFile, type Editing } from '../edits/edit-file.ts';
import { toHostError } from '../failure.ts';
import { openFile } from '../files/paths.ts';
import type { Replaced } from '../search/replacements.ts';
import { Replacements } from '../search/replacements.ts';
import { projectPath } from './file-uri.ts';
import type { LanguageServer } from './language-server.ts';
import { type TextEdit, toOffset } from './positions.ts';

export interface WorkspaceEdit {
  readonly changes?: Readonly<Record<string, readonly TextEdit[]>>;
  readonly documentChanges?: readonly {
    readonly kind?: string;
    readonly textDocument?: { readonly uri: string };
    readonly edits?: readonly TextEdit[];
  }[];
}

export interface EditingGround extends Editing {
  readonly documents: DocumentsDoor;
}

/** The edits of each file of the project. Files outside of it are nobody's to change. */
export function editsByPath(root: string, edit: WorkspaceEdit): Map<string, readonly TextEdit[]> {
  const files = new Map<string, readonly TextEdit[]>();
  const parts = edit.documentChanges?.map(({ textDocument, edits }) => [textDocument?.uri ?? '', edits ?? []] as const);
  for (const [uri, edits] of parts ?? Object.entries(edit.changes ?? {})) {
    const path = projectPath(root, uri);
    if (path === undefined || edits.length === 0) continue;
    files.set(path, [...(files.get(path) ?? []), ...edits]);
  }
  return files;
}

/** How many places would change in each file. */
export function previewOf(root: string, edit: WorkspaceEdit): EditedFiles {
  const files = [...editsByPath(root, edit)].map(([path, edits]) => ({ path, changes: edits.length }));
  return { files, failed: [], undo: null };
}

/**
 * Does what a server proposes: in open documents as hunks of the version that the server knows, in other files on disk.
 * The answer names the undo of all of it.
 */
export async function applyWorkspaceEdit(
  ground: EditingGround,
  server: LanguageServer,
  edit: WorkspaceEdit,
  origin: ChangeOrigin,
): Promise<EditedFiles> {
  const files: EditedFiles['files'] = [];
  const failed: EditedFiles['failed'] = [];
  const done: Replaced[] = [];
  for (const [path, edits] of editsByPath(ground.root, edit)) {
    try {
      const file = [...server.files.values()].find((one) => one.path === path);
      const replaced =
        file === undefined
          ? await editClosed(ground, path, edits, origin)
          : await editOpen(
              ground,
              { path, id: file.document.id, version: file.version, text: file.text.toString() },
              edits,
              origin,
            );
      if (replaced !== undefined) done.push(replaced);
      files.push({ path, changes: edits.length });
    } catch (error) {
      const { code, message } = toHostError(error, path).body;
      failed.push({ path, code, message });
    }
  }
  const undo = done.length === 0 ? null : await new Replacements(ground.state).keep(done);
  return { files, failed, undo };
}

interface OpenText {
  readonly path: string;
  readonly id: string;
  readonly version: number;
  readonly text: string;
}

async function editOpen(
  { documents }: EditingGround,
  { path, id, version, text }: OpenText,
  edits: readonly TextEdit[],
  origin: ChangeOrigin,
): Promise<Replaced> {
  const hunks = hunksOf(text, edits);
  const { overlapped } = (await documents.load()).apply(id, version, hunks, origin);
  const applied = hunks.filter((hunk) => !overlapped.some((other) => other.from === hunk.from && other.to === hunk.to));
  return { path, before: text, changes: toChanges(applied, text.length) };
}

async function editClosed(
  ground: EditingGround,
  path: string,
  edits: readonly TextEdit[],
  origin: ChangeOrigin,
): Promise<Replaced | undefined> {
  const present = ground.documents.loaded?.read(path);
  if (present !== undefined) return editOpen(ground, { path, ...present }, edits, origin);
  const edited = await editFile(ground, path, origin, (text) => toChanges(hunksOf(text, edits), text.length));
  return edited && { path, before: edited.before, changes: edited.changes };
}

/** Edits of the protocol in the positions of the text, as small as they can be. */
export function hunksOf(text: string, edits: readonly TextEdit[]): Hunk[] {
  const lines = toText(text);
  const hunks = edits.map(({ range, newText }) => {
    const from = toOffset(lines, range.start);
    return { from, to: Math.max(from, toOffset(lines, range.end)), insert: newText.replaceAll('\r\n', '\n') };
  });
  return toHunks(
    ChangeSet.of(
      hunks.map(({ from, to, insert }) => ({ from, to, insert: toText(insert) })),
      lines.length,
    ),
  );
}

/** A line of a file, as people see it now. */
export async function lineOf(
  ground: Pick<EditingGround, 'root' | 'documents'>,
  path: string,
  line: number,
): Promise<string> {
  const open = ground.documents.loaded?.read(path);
  const text = open?.text ?? (await readClosed(ground.root, path));
  return text.split('\n', line + 1)[line] ?? '';
}

async function readClosed(root: string, path: string): Promise<string> {
  const handle = await openFile(root, path);
  try {
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}
