import { ChangeSet, Text } from '@codemirror/state';

/** Edits that were not acknowledged when the page went away. */
export type JournalEntry = {
  /** The hash of what they are based on; null when there was no such file on disk. */
  readonly hash: string | null;
  readonly base: Text;
  readonly changes: ChangeSet;
  /** How the file ends its lines. */
  readonly lineBreak: '\n' | '\r\n';
  /** How many edits that is, for telling. */
  readonly edits: number;
};

/** Where unsaved edits outlive the page. Writing is synchronous, because a page that goes away waits for nothing. */
export type Journal = {
  /** False when there is no room: leaving the page would then lose the edits. */
  readonly write: (path: string, entry: JournalEntry) => boolean;
  readonly read: (path: string) => JournalEntry | undefined;
  readonly remove: (path: string) => void;
  readonly paths: () => string[];
};

type Stored = Pick<JournalEntry, 'hash' | 'lineBreak' | 'edits'> & { base: string; changes: unknown };

/** The journal of one project in the browser's storage, shared by its tabs. */
export function openJournal(project: string, storage: Storage): Journal {
  const prefix = `e-code.unsaved.${project}.`;
  return {
    write(path, { base, changes, ...rest }) {
      const stored: Stored = { ...rest, base: base.toString(), changes: changes.toJSON() };
      try {
        storage.setItem(prefix + path, JSON.stringify(stored));
        return true;
      } catch {
        return false;
      }
    },
    read(path) {
      const text = storage.getItem(prefix + path);
      return text === null ? undefined : parseEntry(text);
    },
    remove: (path) => storage.removeItem(prefix + path),
    paths: () =>
      Object.keys(storage)
        .filter((key) => key.startsWith(prefix))
        .map((key) => key.slice(prefix.length)),
  };
}

function parseEntry(text: string): JournalEntry | undefined {
  try {
    const stored = JSON.parse(text) as Stored;
    const base = Text.of(stored.base.split('\n'));
    const changes = ChangeSet.fromJSON(stored.changes);
    const { hash, lineBreak, edits } = stored;
    return changes.length === base.length ? { hash, lineBreak, edits, base, changes } : undefined;
  } catch {
    return undefined;
  }
}
