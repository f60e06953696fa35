import {
  CodeActionKind,
  createConnection,
  ProposedFeatures,
  TextDocuments,
  TextDocumentSyncKind,
  type TextDocumentPositionParams,
} from 'vscode-languageserver/node';
import type { Diagnostic } from 'vscode-css-languageservice';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { cssService } from './css.ts';
import { htmlService } from './html.ts';
import { jsonService } from './json.ts';
import type { Service } from './service.ts';

// The language server for what web pages are made of: HTML, CSS, SCSS, Less and JSON in one process.
const connection = createConnection(ProposedFeatures.all);
const documents = new TextDocuments(TextDocument);

const serviceOf = ({ languageId }: TextDocument): Service => {
  if (languageId === 'html') return htmlService;
  return languageId.startsWith('json') ? jsonService(languageId) : cssService(languageId);
};

/** Asks the service of a document; undefined for one that is not open, or when the service does not know such questions. */
function ask<Value>(uri: string, work: (service: Service, document: TextDocument) => Value): Value | undefined {
  const document = documents.get(uri);
  return document && work(serviceOf(document), document);
}

const at =
  <Value>(work: (service: Service, document: TextDocument, params: TextDocumentPositionParams) => Value) =>
  (params: TextDocumentPositionParams) =>
    ask(params.textDocument.uri, (service, document) => work(service, document, params));

connection.onInitialize(() => ({
  capabilities: {
    textDocumentSync: TextDocumentSyncKind.Incremental,
    completionProvider: { triggerCharacters: ['<', '.', ':', '"', '=', '/', '-', '#', '@'] },
    hoverProvider: true,
    documentSymbolProvider: true,
    definitionProvider: true,
    referencesProvider: true,
    renameProvider: true,
    documentFormattingProvider: true,
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
    diagnosticProvider: { interFileDependencies: false, workspaceDiagnostics: false },
  },
}));

connection.languages.diagnostics.on(async ({ textDocument }) => ({
  kind: 'full',
  items: (await ask(textDocument.uri, (service, document) => service.diagnose(document))) ?? [],
}));
connection.onCompletion(at((service, document, { position }) => service.complete(document, position)));
connection.onHover(at((service, document, { position }) => service.hover(document, position)));
connection.onDefinition(at((service, document, { position }) => service.define?.(document, position)));
connection.onReferences(at((service, document, { position }) => service.references?.(document, position)));
connection.onRenameRequest(({ textDocument, position, newName }) =>
  ask(textDocument.uri, (service, document) => service.rename?.(document, position, newName)),
);
connection.onDocumentSymbol(({ textDocument }) =>
  ask(textDocument.uri, (service, document) => service.symbols(document)),
);
connection.onDocumentFormatting(({ textDocument, options }) =>
  ask(textDocument.uri, (service, document) => service.format(document, options)),
);
// The host sends back what it was told, and no message of ours is marked up.
connection.onCodeAction(({ textDocument, range, context }) =>
  ask(textDocument.uri, (service, document) => service.fix?.(document, range, context.diagnostics as Diagnostic[])),
);

documents.listen(connection);
connection.listen();
