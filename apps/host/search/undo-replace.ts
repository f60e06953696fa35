import { ChangeSet, type ChangeSpec, Text } from '@codemirror/state';
import type { Actor } from '../contract/capabilities.ts';
import type { ReplaceFailure } from '../contract/search.ts';
import { personOf } from '../documents/person.ts';
import { lineDiff } from '../documents/text/line-diff.ts';
import { editFile, type Editing } from '../edits/edit-file.ts';
import { describe } from './replace.ts';
import type { Replaced, Replacements } from './replacements.ts';

interface UndoAnswer {
  readonly restored: string[];
  readonly conflicts: string[];
  readonly failed: ReplaceFailure[];
}

/**
 * Takes a replace action back in every file. Edits made since stay: the inverse of each replacement is mapped through
 * them, and where they touch the replaced text itself, that place is left alone and its file is named in `conflicts`.
 */
export async function undoReplace(
  editing: Editing,
  replacements: Replacements,
  actor: Actor,
  undo: string,
): Promise<UndoAnswer> {
  const restored: string[] = [];
  const conflicts: string[] = [];
  const failed: ReplaceFailure[] = [];
  const origin = personOf(actor);
  for (const replaced of await replacements.read(undo)) {
    try {
      let conflict = false;
      await editFile(editing, replaced.path, origin, (text) => {
        const back = wayBack(replaced, text);
        conflict = back.conflict;
        return back.changes;
      });
      (conflict ? conflicts : restored).push(replaced.path);
    } catch (error) {
      failed.push(describe(replaced.path, error));
    }
  }
  // What failed (a full disk) can be tried again: undoing twice finds nothing left to do in the other files.
  if (failed.length === 0) await replacements.forget(undo);
  return { restored, conflicts, failed };
}

interface WayBack {
  readonly changes: ChangeSet | undefined;
  readonly conflict: boolean;
}

/** The changes that take the replacements out of `now`, which may have been edited since. */
export function wayBack({ before, changes }: Replaced, now: string): WayBack {
  if (now === before) return { changes: undefined, conflict: false };
  const beforeText = Text.of(before.split('\n'));
  const after = changes.apply(beforeText);
  const since = lineDiff(after.toString(), now);
  const inverse: ChangeSpec[] = [];
  let conflict = false;
  changes.iterChanges((fromBefore, toBefore, from, to) => {
    if (editedWithin(since, from, to)) conflict = true;
    else inverse.push({ from, to, insert: beforeText.slice(fromBefore, toBefore) });
  }, true);
  const mapped = ChangeSet.of(inverse, after.length).map(since);
  return { changes: mapped.empty ? undefined : mapped, conflict };
}

/** Whether a change reaches into the range; what was typed directly before or after it does not. */
function editedWithin(since: ChangeSet, from: number, to: number): boolean {
  let within = false;
  since.iterChangedRanges((start, end) => (within ||= start < to && end > from));
  return within;
}
