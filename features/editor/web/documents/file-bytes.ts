import { Text } from '@codemirror/state';

/** A file's text as the editor holds it, and what is needed to write the same bytes again. */
export type FileText = { readonly text: Text; readonly lineBreak: '\n' | '\r\n' };

/**
 * Reads UTF-8. Undefined when the bytes are not text. A byte order mark stays in the text, and so do the carriage
 * returns of a file that mixes line breaks: what was not edited is written back as it was.
 */
export function readText(bytes: Uint8Array): FileText | undefined {
  const content = decode(bytes);
  if (content === undefined) return undefined;
  const breaks = content.split('\n').length - 1;
  const windows = breaks > 0 && content.split('\r\n').length - 1 === breaks;
  const lineBreak = windows ? '\r\n' : '\n';
  return { text: Text.of(content.split(lineBreak)), lineBreak };
}

export function writeText({ text, lineBreak }: FileText): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text.sliceString(0, text.length, lineBreak));
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
