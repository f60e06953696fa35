import { crc32 } from 'node:zlib';

/** What a flush put on the disk, or is about to: enough to know the file again. */
export interface Written {
  readonly hash: string;
  readonly inode: string;
  /** Of the inode: a later file may have the same number. */
  readonly birth: string;
  /** Written over itself instead of replaced, so that a kill may have left it half done. */
  readonly inPlace?: boolean;
  /** The text, when it is not that of the updates before this record. */
  readonly text?: string;
}

/**
 * - `state`: the whole document; first record of each log.
 * - `update`: a Yjs update.
 * - `intent`: the text of all records before is about to be written to the file.
 * - `done`: it is there.
 */
export type LogRecord =
  | { readonly kind: 'state' | 'update'; readonly update: Uint8Array }
  | { readonly kind: 'intent' | 'done'; readonly written: Written };

const kinds = ['state', 'update', 'intent', 'done'] as const;
const headerLength = 9;
/** Far above any message that a socket accepts; more is damage. */
const longest = 256 * 1024 * 1024;

/** Length, checksum, kind, payload. */
export function encodeRecord(record: LogRecord): Uint8Array {
  const payload = 'update' in record ? record.update : Buffer.from(JSON.stringify(record.written));
  const bytes = Buffer.allocUnsafe(headerLength + payload.length);
  bytes.writeUInt32LE(payload.length, 0);
  bytes.writeUInt8(kinds.indexOf(record.kind), 8);
  bytes.set(payload, headerLength);
  bytes.writeUInt32LE(crc32(bytes.subarray(8)), 4);
  return bytes;
}

export const joinRecords = (records: readonly LogRecord[]): Uint8Array => Buffer.concat(records.map(encodeRecord));

/**
 * The records in these bytes and how far they reach: a record that was cut at the end is left out. Undefined when there is
 * damage before the end.
 */
export function parseRecords(bytes: Buffer): { records: LogRecord[]; length: number } | undefined {
  const records: LogRecord[] = [];
  let position = 0;
  while (position + headerLength <= bytes.length) {
    const length = bytes.readUInt32LE(position);
    const end = position + headerLength + length;
    if (length > longest) return undefined;
    if (end > bytes.length) break;
    const record = parseRecord(bytes.subarray(position, end));
    // A file system may have grown the file before its content came: only at the very end this is no damage.
    if (record === undefined) return isTorn(bytes, end) ? { records, length: position } : undefined;
    records.push(record);
    position = end;
  }
  return { records, length: position };
}

const isTorn = (bytes: Buffer, end: number): boolean => bytes.subarray(end).every((byte) => byte === 0);

function parseRecord(bytes: Buffer): LogRecord | undefined {
  if (crc32(bytes.subarray(8)) !== bytes.readUInt32LE(4)) return undefined;
  const kind = kinds[bytes.readUInt8(8)];
  const payload = bytes.subarray(headerLength);
  if (kind === undefined) return undefined;
  // A copy: Yjs keeps views of what it reads.
  if (kind === 'state' || kind === 'update') return { kind, update: new Uint8Array(payload) };
  return { kind, written: JSON.parse(payload.toString('utf8')) as Written };
}
