import type { Actor } from '../contract/capabilities.ts';
import type { ParsedInput, RouteAnswer } from '../contract/index.ts';
import { HostError } from '../failure.ts';
import type { Hunk } from '../contract/documents.ts';
import { toHunks } from '../documents/changes.ts';
import { type LiveDocument, textName } from '../documents/document.ts';
import { toAnchor } from '../documents/text/anchors.ts';
import { lineDiff } from '../documents/text/line-diff.ts';
import { findFormatter, runFormatter } from './formatters.ts';
import type { Languages } from './languages.ts';
import type { TextEdit } from './positions.ts';
import { hunksOf } from './workspace-edit.ts';

/**
 * What the formatter that the project configures, else the server of the language, would change in a document: computed on
 * a version of the text and answered as places of the present one. What somebody types meanwhile is newer, so hunks that
 * touch it are left out. The page writes them, as something its person did and can undo.
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
      ? { formatter: null, edits: [], overlapped: 0 }
      : formatWithServer(languages, input, signal);
  }
  const { content, versions } = document;
  const { version } = versions;
  const formatted = await runFormatter(formatter, content, signal);
  const hunks = toHunks(lineDiff(content, formatted.replaceAll('\r\n', '\n')));
  return { formatter: formatter.name, ...toEdits(document, version, hunks) };
}

type Offered = Pick<RouteAnswer<'languages.format'>, 'edits' | 'overlapped'>;

/** @throws HostError when the version is too long ago */
function toEdits(document: LiveDocument, version: number, hunks: readonly Hunk[]): Offered {
  const placed = document.place(version, hunks);
  if (placed === undefined) throw new HostError('language_outdated');
  const text = document.doc.getText(textName);
  const edits = toHunks(placed.changes).map(({ from, to, insert }) => ({
    from: toAnchor(text, from, to > from ? 0 : -1),
    to: toAnchor(text, to, -1),
    was: document.content.slice(from, to),
    insert,
  }));
  return { edits, overlapped: placed.overlapped.length };
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
  return { formatter: server.about.title, ...toEdits(file.document, version, hunks) };
}
