import type { ParsedInput, RouteAnswer } from '../contract/index.ts';
import { HostError } from '../failure.ts';
import type { Languages } from './languages.ts';
import type { TextEdit } from './positions.ts';
import { hunksOf } from './workspace-edit.ts';

/**
 * Formats a document as its server does: computed on a version of the text and applied as hunks. What somebody types
 * meanwhile is newer, so hunks that touch it are left out.
 */
export async function formatDocument(
  languages: Languages,
  input: ParsedInput<'languages.format'>,
  signal: AbortSignal,
): Promise<RouteAnswer<'languages.format'>> {
  const { server, file } = await languages.subject(input);
  const { abilities } = await server.started();
  if (abilities.documentFormattingProvider === undefined || abilities.documentFormattingProvider === false) {
    throw new HostError('language_no_format');
  }
  const { text, version } = file;
  const options = { tabSize: input.tabSize, insertSpaces: input.spaces, trimTrailingWhitespace: true };
  const question = { textDocument: { uri: file.uri }, options };
  const edits = (await server.request('textDocument/formatting', question, signal)) as TextEdit[] | null;
  const hunks = hunksOf(text.toString(), edits ?? []);
  const documents = await languages.ground.documents.load();
  const origin = { kind: 'formatter', name: server.about.title } as const;
  const { overlapped } = documents.apply(file.document.id, version, hunks, origin);
  return { changes: hunks.length - overlapped.length, overlapped: overlapped.length };
}
