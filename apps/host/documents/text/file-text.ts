import { type LineEndings, putEndings, takeEndings } from './line-endings.ts';

/** A text file as it is edited: line feeds only and no byte order mark, with what it takes to write the same bytes again. */
export interface FileText {
  readonly text: string;
  readonly endings: LineEndings;
  readonly byteOrderMark: boolean;
}

const mark = '\uFEFF';
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Undefined when the bytes are not text: not UTF-8, or with a NUL, which no program writes into text. */
export function readText(bytes: Uint8Array): FileText | undefined {
  if (bytes.includes(0)) return undefined;
  const content = decode(bytes);
  if (content === undefined) return undefined;
  const byteOrderMark = content.startsWith(mark);
  return { ...takeEndings(byteOrderMark ? content.slice(1) : content), byteOrderMark };
}

/** The bytes of a file. A half of a surrogate pair, which UTF-8 cannot say, becomes U+FFFD. */
export function writeText({ text, endings, byteOrderMark }: FileText): Buffer {
  return Buffer.from((byteOrderMark ? mark : '') + putEndings(text, endings), 'utf8');
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}
