import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { getLanguageService } from 'vscode-json-languageservice';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Service } from './service.ts';

/** Milliseconds that a schema may take to come; without it the text is checked as JSON alone. */
const schemaTime = 5000;

/** Schemas are those that a file names in `$schema`: nothing is asked for that nobody wrote. */
const service = getLanguageService({
  schemaRequestService: async (uri) => {
    if (uri.startsWith('file:')) return readFile(fileURLToPath(uri), 'utf8');
    const response = await fetch(uri, { signal: AbortSignal.timeout(schemaTime) });
    if (!response.ok) throw new Error(`${uri} answered with status ${response.status}`);
    return response.text();
  },
  workspaceContext: { resolveRelativePath: (path, base) => new URL(path, base).href },
  promiseConstructor: Promise,
});
service.configure({ validate: true, allowComments: true });

const parse = (document: TextDocument) => service.parseJSONDocument(document);

/** Names by which editors and compilers read JSON with comments, besides `.jsonc`. */
const commented = /(?:^|\/)(?:[jt]sconfig[^/]*\.json|\.eslintrc(?:\.json)?|\.babelrc|\.swcrc|\.oxlintrc\.json)$/;

/** JSON, and JSON with comments. */
export function jsonService(language: string): Service {
  return {
    diagnose: (document) => {
      const loose = language === 'jsonc' || commented.test(document.uri);
      const comments = loose ? 'ignore' : 'error';
      return service.doValidation(document, parse(document), { comments, trailingCommas: comments });
    },
    complete: (document, position) => service.doComplete(document, position, parse(document)),
    hover: (document, position) => service.doHover(document, position, parse(document)),
    symbols: (document) => service.findDocumentSymbols2(document, parse(document)),
    define: async (document, position) => {
      const links = await service.findDefinition(document, position, parse(document));
      return links.map(({ targetUri, targetSelectionRange }) => ({ uri: targetUri, range: targetSelectionRange }));
    },
    format: (document, layout) =>
      service.format(document, { start: document.positionAt(0), end: document.positionAt(Infinity) }, { ...layout }),
  };
}
