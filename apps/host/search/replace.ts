import { ChangeSet, type ChangeSpec } from '@codemirror/state';
import type { Actor } from '../contract/capabilities.ts';
import type { ReplaceFailure, ReplaceOutcome, ReplacePlace } from '../contract/search.ts';
import { personOf } from '../documents/person.ts';
import { editFile, type Editing } from '../edits/edit-file.ts';
import { toHostError } from '../failure.ts';
import type { Replaced, Replacements } from './replacements.ts';

interface Wanted {
  readonly files: readonly { readonly path: string; readonly places: readonly ReplacePlace[] }[];
}

interface ReplaceAnswer {
  readonly files: ReplaceOutcome[];
  readonly failed: ReplaceFailure[];
  readonly undo: string | null;
}

/**
 * Makes the replacements that a search showed, file by file, in open documents as well as on disk. A place where the text
 * is another by now is skipped: what the person saw is what is done, and nothing else.
 */
export async function replaceFound(
  editing: Editing,
  replacements: Replacements,
  actor: Actor,
  wanted: Wanted,
): Promise<ReplaceAnswer> {
  const files: ReplaceOutcome[] = [];
  const failed: ReplaceFailure[] = [];
  const done: Replaced[] = [];
  for (const [path, parts] of Map.groupBy(wanted.files, (file) => file.path)) {
    const places = parts.flatMap((part) => part.places);
    try {
      const outcome = await replaceIn(editing, actor, path, places);
      files.push({ path, replaced: outcome.replaced, skipped: places.length - outcome.replaced });
      if (outcome.undo !== undefined) done.push(outcome.undo);
    } catch (error) {
      failed.push(describe(path, error));
    }
  }
  return { files, failed, undo: done.length === 0 ? null : await replacements.keep(done) };
}

async function replaceIn(
  editing: Editing,
  actor: Actor,
  path: string,
  places: readonly ReplacePlace[],
): Promise<{ replaced: number; undo: Replaced | undefined }> {
  let replaced = 0;
  const origin = personOf(actor);
  const edited = await editFile(editing, path, origin, (text) => {
    const standing = placesThatStand(text, places);
    replaced = standing.length;
    return replaced === 0 ? undefined : ChangeSet.of(standing, text.length);
  });
  return { replaced, undo: edited && { path, before: edited.before, changes: edited.changes } };
}

/** The changes for the places where `text` still has what was found, in order and without overlaps. */
export function placesThatStand(text: string, places: readonly ReplacePlace[]): ChangeSpec[] {
  const starts = lineStarts(text);
  const standing: ChangeSpec[] = [];
  let last = -1;
  for (const { line, start, end, found, replacement } of places.toSorted(byPlace)) {
    const lineStart = starts[line - 1];
    if (lineStart === undefined) continue;
    const from = lineStart + start;
    const to = lineStart + end;
    if (from < last || from > text.length || text.slice(from, to) !== found) continue;
    last = to;
    standing.push({ from, to, insert: replacement.replaceAll('\r\n', '\n') });
  }
  return standing;
}

const byPlace = (a: ReplacePlace, b: ReplacePlace): number => a.line - b.line || a.start - b.start;

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

export function describe(path: string, error: unknown): ReplaceFailure {
  const { code, message } = toHostError(error, path).body;
  return { path, code, message };
}
