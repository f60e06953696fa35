import type { OpenedDocument } from '../contract/documents.ts';
import type { Fingerprint } from './disk-file.ts';
import type { Edits } from './edits.ts';
import type { FileText } from './text/file-text.ts';
import { writeText } from './text/file-text.ts';
import { type LineEndings, mapEndings } from './text/line-endings.ts';

/** The file as it was when it and the document last agreed. */
export interface DiskRecord {
  /** Undefined: nothing is there. */
  readonly fingerprint: Fingerprint | undefined;
  readonly hash: string | undefined;
  readonly endings: LineEndings;
  readonly byteOrderMark: boolean;
}

export const recordOf = (file: { fingerprint: Fingerprint; hash: string }, content: FileText): DiskRecord => ({
  fingerprint: file.fingerprint,
  hash: file.hash,
  endings: content.endings,
  byteOrderMark: content.byteOrderMark,
});

/** The bytes of the present text, with the line endings of lines that were not edited as they were. */
export function bytesOf(record: DiskRecord, text: string, edits: Edits): { bytes: Buffer; endings: LineEndings } {
  const mixed = record.endings.kind === 'mixed';
  const endings = mixed ? mapEndings(record.endings, edits.base, edits.ours) : record.endings;
  return { bytes: writeText({ text, endings, byteOrderMark: record.byteOrderMark }), endings };
}

type Ending = Extract<OpenedDocument, { kind: 'text' }>['lineEnding'];

/** A file of lone carriage returns is as unusual as a mixed one and shown as such. */
export const endingName = ({ kind }: LineEndings): Ending => (kind === '\r' ? 'mixed' : kind);
