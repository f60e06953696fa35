import type { ServerResponse } from 'node:http';
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
    'languages.symbols': async ({ input, response }) => ({
      symbols: await symbolsOfFile(languages, input, gone(response)),
    }),
    'languages.hints': ({ input, response }) => hintsOf(languages, input, gone(response)),
    'languages.tokens': ({ input, response }) => tokensOf(languages, input, gone(response)),
    'languages.find': async ({ input, response }) => ({
      symbols: await findSymbols(languages, input.query, gone(response)),
    }),
    'languages.complete': ({ input, response }) => completions.list(input, gone(response)),
    'languages.completion': ({ input, response }) => completions.resolve(input, gone(response)),
    'languages.hover': async ({ input, response }) => {
      const { file, answer, version } = await languages.ask(input, 'textDocument/hover', gone(response));
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
    'languages.signature': async ({ input, response }) => {
      const { answer } = await languages.ask(input, 'textDocument/signatureHelp', gone(response));
      return toSignature(answer as SignatureHelp | null);
    },
    'languages.definition': async ({ input, response }) => {
      const { answer } = await languages.ask(input, 'textDocument/definition', gone(response));
      return { places: await describePlaces(host, answer) };
    },
    'languages.references': async ({ input, response }) => {
      const context = { context: { includeDeclaration: true } };
      const { answer } = await languages.ask(input, 'textDocument/references', gone(response), context);
      return { places: await describePlaces(host, answer) };
    },
    'languages.rename': async ({ input, actor, response }) => {
      const more = { newName: input.name };
      const { server, answer } = await languages.ask(input, 'textDocument/rename', gone(response), more);
      const edit = (answer ?? {}) as WorkspaceEdit;
      if (input.preview) return previewOf(host.root, edit);
      return applyWorkspaceEdit(languages.ground, server, edit, personOf(actor));
    },
    'languages.format': async ({ input, actor, response }) => formatDocument(languages, input, actor, gone(response)),
    'languages.actions': ({ input, response }) => offered.list(input, gone(response)),
    'languages.act': ({ input, actor }) => offered.act(input, personOf(actor)),
    'languages.restart': async ({ input }) => {
      const server = languages.server(input.server);
      await server.restart().catch(() => undefined);
      return { state: server.state };
    },
  };
}

function gone(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort();
  });
  return controller.signal;
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
