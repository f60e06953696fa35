import type { LanguagePlace } from '../contract/languages.ts';
import { personOf } from '../documents/person.ts';
import { textName } from '../documents/document.ts';
import type { Host } from '../host.ts';
import type { HandlersOf } from '../routes.ts';
import { actions } from './actions.ts';
import { toAnchor } from '../documents/text/anchors.ts';
import { toMarkdown, toSignature, type SignatureHelp } from './answers.ts';
import { Completions } from './completions.ts';
import { projectPath } from './file-uri.ts';
import { formatDocument } from './format.ts';
import type { Languages } from './languages.ts';
import { type Range, toOffset } from './positions.ts';
import { hintsOf } from './hints.ts';
import { tokensOf } from './tokens.ts';
import { findSymbols, symbolsOfFile } from './symbols.ts';
import { applyWorkspaceEdit, lineOf, previewOf, type WorkspaceEdit } from './workspace-edit.ts';

interface Location {
  readonly uri: string;
  readonly range: Range;
}

interface Hover {
  readonly contents: Parameters<typeof toMarkdown>[0];
  readonly range?: Range;
}

/** Places beyond this are not read for their lines. */
const placeLimit = 500;

/** The routes below /languages. A question whose page asks something else is cancelled at the server. */
export function languageHandlers(host: Host, languages: Languages): HandlersOf<'languages'> {
  const completions = new Completions(languages);
  const offered = actions(languages);
  return {
    'languages.open': async ({ input }) => {
      const subject = await languages.open(input.document);
      if (subject === undefined) return { state: null, problems: [], triggers: [], signatureTriggers: [] };
      const { server, file } = subject;
      const process = await server.started().catch(() => undefined);
      return {
        state: server.state,
        problems: languages.diagnosis.of(file),
        triggers: process?.abilities.completionProvider?.triggerCharacters ?? [],
        signatureTriggers: process?.abilities.signatureHelpProvider?.triggerCharacters ?? [],
      };
    },
    'languages.problems': async () => ({ files: languages.problems() }),
    'languages.symbols': async ({ input, signal }) => ({
      symbols: await symbolsOfFile(languages, input, signal),
    }),
    'languages.hints': ({ input, signal }) => hintsOf(languages, input, signal),
    'languages.tokens': ({ input, signal }) => tokensOf(languages, input, signal),
    'languages.find': async ({ input, signal }) => ({
      symbols: await findSymbols(languages, input.query, signal),
    }),
    'languages.complete': ({ input, signal }) => completions.list(input, signal),
    'languages.completion': ({ input, signal }) => completions.resolve(input, signal),
    'languages.hover': async ({ input, signal }) => {
      const { file, answer, version } = await languages.ask(input, 'textDocument/hover', signal);
      const hover = answer as Hover | null;
      const past = file.at(version);
      if (hover === null || past === undefined) return null;
      const text = file.document.doc.getText(textName);
      const place = (at: Range['start'], side: 0 | -1) =>
        toAnchor(text, past.since.mapPos(toOffset(past.text, at), side === 0 ? 1 : -1), side);
      const range = hover.range;
      return {
        markdown: toMarkdown(hover.contents),
        from: range === undefined ? input.at : place(range.start, 0),
        to: range === undefined ? input.at : place(range.end, -1),
      };
    },
    'languages.signature': async ({ input, signal }) => {
      const { answer } = await languages.ask(input, 'textDocument/signatureHelp', signal);
      return toSignature(answer as SignatureHelp | null);
    },
    'languages.definition': async ({ input, signal }) => {
      const { answer } = await languages.ask(input, 'textDocument/definition', signal);
      return { places: await describePlaces(host, answer) };
    },
    'languages.references': async ({ input, signal }) => {
      const context = { context: { includeDeclaration: true } };
      const { answer } = await languages.ask(input, 'textDocument/references', signal, context);
      return { places: await describePlaces(host, answer) };
    },
    'languages.rename': async ({ input, actor, signal }) => {
      const more = { newName: input.name };
      const { server, answer } = await languages.ask(input, 'textDocument/rename', signal, more);
      const edit = (answer ?? {}) as WorkspaceEdit;
      if (input.preview) return previewOf(host.root, edit);
      return applyWorkspaceEdit(languages.ground, server, edit, personOf(actor));
    },
    'languages.format': async ({ input, actor, signal }) => formatDocument(languages, input, actor, signal),
    'languages.actions': ({ input, signal }) => offered.list(input, signal),
    'languages.act': ({ input, actor }) => offered.act(input, personOf(actor)),
    'languages.restart': async ({ input }) => {
      const server = languages.server(input.server);
      await server.restart().catch(() => undefined);
      return { state: server.state };
    },
  };
}

async function describePlaces(host: Host, answer: unknown): Promise<LanguagePlace[]> {
  const found = answer === null ? [] : ([answer].flat() as Location[]);
  const places = found.slice(0, placeLimit).map(async ({ uri, range }) => {
    const path = projectPath(host.root, uri);
    if (path === undefined) return undefined;
    const text = await lineOf(host, path, range.start.line).catch(() => '');
    return { path, line: range.start.line + 1, column: range.start.character + 1, text };
  });
  return (await Promise.all(places)).filter((place) => place !== undefined);
}
