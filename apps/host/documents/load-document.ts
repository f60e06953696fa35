import type { ChangeSet, Text } from '@codemirror/state';
import * as Y from 'yjs';
import type { ChangeOrigin } from '../contract/documents.ts';
import { HostError } from '../failure.ts';
import { toText } from './changes.ts';
import type { DiskFile } from './disk-file.ts';
import { type DiskRecord, recordOf } from './disk-record.ts';
import { LiveDocument, textName } from './document.ts';
import { Edits } from './edits.ts';
import { FileSync, type Surroundings } from './file-sync.ts';
import type { Identities } from './identities.ts';
import { compactRecords, recover } from './recovery.ts';
import type { FileText } from './text/file-text.ts';
import { UpdateLog } from './update-log.ts';

/** A text file as it was found. */
export interface Found {
  readonly file: DiskFile;
  readonly content: FileText;
}

export interface Loading {
  readonly id: string;
  readonly absolute: string;
  /** Undefined when nothing is there: then only a document with a history can be loaded. */
  readonly found: Found | undefined;
  readonly identities: Identities;
  readonly around: Surroundings;
  readonly changed: (
    sync: FileSync,
    change: { changes: ChangeSet; origin: ChangeOrigin; version: number; before: () => Text },
  ) => void;
}

/**
 * Loads a document: from its log, or, when it has none that can be read, from the file under a new epoch. A document is
 * never made from the file under an epoch that pages may know: they would merge it with theirs and have all text twice.
 */
export async function loadDocument(loading: Loading): Promise<FileSync> {
  const { id, identities, found, around } = loading;
  const epoch = await identities.epochOf(id);
  const opened = epoch === 0 ? 'missing' : await UpdateLog.open(identities.logPath(id, epoch));
  if (typeof opened === 'string') {
    if (opened === 'damaged') console.error(`The log of ${loading.absolute} is damaged; a new epoch begins.`);
    return begin(loading, epoch + 1);
  }
  const disk = found && { hash: found.file.hash, text: found.content.text };
  const { doc, edits, hash } = await recover(opened.records, disk, around.differ);
  const record: DiskRecord = {
    ...(found ? recordOf(found.file, found.content) : absent),
    // What is not the recovered content is taken in by the look that follows.
    ...(found?.file.hash !== hash && {
      hash,
      ...(found && { fingerprint: { ...found.file.fingerprint, modified: '' } }),
    }),
  };
  const sync = assemble(loading, epoch, { doc, edits, log: opened.log, record });
  await sync.look();
  return sync;
}

const absent = { fingerprint: undefined, hash: undefined, endings: { kind: '\n' }, byteOrderMark: false } as const;

async function begin(loading: Loading, epoch: number): Promise<FileSync> {
  const { id, identities, found } = loading;
  if (found === undefined) throw new HostError('document_unknown');
  const doc = new Y.Doc();
  doc.getText(textName).insert(0, found.content.text);
  const edits = new Edits(toText(found.content.text));
  const record = recordOf(found.file, found.content);
  const log = await UpdateLog.create(identities.logPath(id, epoch), compactRecords(doc, edits, record));
  // The one before stays, for somebody who wants to look into what became unreadable.
  await identities.dropEpochsBefore(id, epoch - 1);
  return assemble(loading, epoch, { doc, edits, log, record });
}

interface Parts {
  readonly doc: Y.Doc;
  readonly edits: Edits;
  readonly log: UpdateLog;
  readonly record: DiskRecord;
}

function assemble({ id, absolute, around, changed }: Loading, epoch: number, parts: Parts): FileSync {
  const { doc, edits, log, record } = parts;
  const document = new LiveDocument({ id, epoch }, doc, {
    changed: (changes, origin, version) => {
      const before = edits.present;
      edits.add(changes);
      sync.changed();
      changed(sync, { changes, origin, version, before });
    },
    updated: (update) => log.append({ kind: 'update', update }),
    received: (counts) => sync.received(counts),
  });
  const sync: FileSync = new FileSync({ document, edits, log, absolute, record }, around);
  return sync;
}
