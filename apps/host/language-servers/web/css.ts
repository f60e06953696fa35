import {
  getCSSLanguageService,
  getLESSLanguageService,
  getSCSSLanguageService,
  type LanguageService,
} from 'vscode-css-languageservice';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Service } from './service.ts';

const services: Readonly<Record<string, LanguageService>> = {
  css: getCSSLanguageService(),
  scss: getSCSSLanguageService(),
  less: getLESSLanguageService(),
};

/** CSS, SCSS and Less, each with its own grammar. */
export function cssService(language: string): Service {
  const service = services[language] ?? getCSSLanguageService();
  const parse = (document: TextDocument) => service.parseStylesheet(document);
  return {
    diagnose: (document) => service.doValidation(document, parse(document)),
    complete: (document, position) => service.doComplete(document, position, parse(document)),
    hover: (document, position) => service.doHover(document, position, parse(document)),
    symbols: (document) => service.findDocumentSymbols2(document, parse(document)),
    format: (document, layout) => service.format(document, undefined, { ...layout }),
    define: (document, position) => service.findDefinition(document, position, parse(document)),
    references: (document, position) => service.findReferences(document, position, parse(document)),
    rename: (document, position, name) => service.doRename(document, position, name, parse(document)),
    fix: (document, range, diagnostics) => service.doCodeActions2(document, range, { diagnostics }, parse(document)),
  };
}
