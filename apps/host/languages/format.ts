import type { Actor } from '../contract/capabilities.ts';
import type { ParsedInput, RouteAnswer } from '../contract/index.ts';
import { HostError } from '../failure.ts';
import { toHunks } from '../documents/changes.ts';
import { lineDiff } from '../documents/text/line-diff.ts';
import { findFormatter, runFormatter } from './formatters.ts';
import type { Languages } from './languages.ts';
import type { TextEdit } from './positions.ts';
import { hunksOf } from './workspace-edit.ts';

/**
 * Formats a document with the formatter that its project configures, else as its server does: computed on a version of the
 * text and applied as hunks. What somebody types meanwhile is newer, so hunks that touch it are left out.
 */
export async function formatDocument(
  languages: Languages,
  input: ParsedInput<'languages.format'>,
  { capabilities }: Actor,
  signal: AbortSignal,
): Promise<RouteAnswer<'languages.format'>> {
  const { document, path } = await languages.text(input);
  // The project's formatter runs code of the project, which is for those who may run it.
  const formatter = capabilities.includes('run') ? await findFormatter(languages.ground.root, path) : undefined;
  if (formatter === undefined) {
    return input.configured
      ? { formatter: null, changes: 0, overlapped: 0 }
      : formatWithServer(languages, input, signal);
  }
  const { content, versions } = document;
  const { version } = versions;
  const formatted = await runFormatter(formatter, content, signal);
  const hunks = toHunks(lineDiff(content, formatted.replaceAll('\r\n', '\n')));
  const documents = await languages.ground.documents.load();
  const { overlapped } = documents.apply(document.id, version, hunks, { kind: 'formatter', name: formatter.name });
  return { formatter: formatter.name, changes: hunks.length - overlapped.length, overlapped: overlapped.length };
}

async function formatWithServer(
  languages: Languages,
  input: ParsedInput<'languages.format'>,
  signal: AbortSignal,
): Promise<RouteAnswer<'languages.format'>> {
  const { server, file } = await languages.subject(input);
  const { abilities } = await server.started();
  if (!abilities.documentFormattingProvider) throw new HostError('language_no_format');
  const { text, version } = file;
  const options = { tabSize: input.tabSize, insertSpaces: input.spaces, trimTrailingWhitespace: true };
  const question = { textDocument: { uri: file.uri }, options };
  const edits = (await server.request('textDocument/formatting', question, signal)) as TextEdit[] | null;
  const hunks = hunksOf(text.toString(), edits ?? []);
  const documents = await languages.ground.documents.load();
  const formatter = server.about.title;
  const { overlapped } = documents.apply(file.document.id, version, hunks, { kind: 'formatter', name: formatter });
  return { formatter, changes: hunks.length - overlapped.length, overlapped: overlapped.length };
}
