import { isUtf8 } from 'node:buffer';
import { open, stat } from 'node:fs/promises';
import { documentLimit, type OpenedDocument } from '../contract/documents.ts';
import { readDiskFile } from './disk-file.ts';
import type { Found } from './load-document.ts';
import { readText } from './text/file-text.ts';

const sniffSize = 8192;

/** The text at a path, or what is there instead. */
export async function findText(absolute: string): Promise<Found | 'absent' | 'not-a-file' | 'large' | 'binary'> {
  const file = await readDiskFile(absolute, documentLimit);
  if (typeof file === 'string') return file;
  const content = readText(file.bytes);
  return content === undefined ? 'binary' : { file, content };
}

export async function describeOther(path: string, absolute: string, kind: 'large' | 'binary'): Promise<OpenedDocument> {
  const { size } = await stat(absolute);
  return kind === 'binary' ? { kind, path, size } : { kind, path, size, text: await beginsAsText(absolute) };
}

/** Text is UTF-8 without NUL. A character that the piece cuts at its end is no objection. */
async function beginsAsText(absolute: string): Promise<boolean> {
  const handle = await open(absolute, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(sniffSize), 0, sniffSize, 0);
    const bytes = buffer.subarray(0, bytesRead);
    return !bytes.includes(0) && [0, 1, 2, 3].some((cut) => isUtf8(bytes.subarray(0, bytesRead - cut)));
  } finally {
    await handle.close();
  }
}
