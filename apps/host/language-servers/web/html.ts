import { getLanguageService, TokenType } from 'vscode-html-languageservice';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Position } from 'vscode-languageserver/node';
import { cssService } from './css.ts';
import type { Service } from './service.ts';

const service = getLanguageService();
const css = cssService('css');

const parse = (document: TextDocument) => service.parseHTMLDocument(document);

/** HTML, with CSS inside of its style elements. Scripts are left to files of their own. */
export const htmlService: Service = {
  diagnose: (document) => css.diagnose(stylesOf(document).document),
  complete(document, position) {
    const styles = stylesOf(document);
    if (styles.holds(position)) return css.complete(styles.document, position);
    return service.doComplete(document, position, parse(document));
  },
  hover(document, position) {
    const styles = stylesOf(document);
    if (styles.holds(position)) return css.hover(styles.document, position);
    return service.doHover(document, position, parse(document));
  },
  symbols: (document) => service.findDocumentSymbols2(document, parse(document)),
  format: (document, layout) => service.format(document, undefined, { ...layout }),
  rename: (document, position, name) => service.doRename(document, position, name, parse(document)),
};

interface Styles {
  /** Everything but the styles is spaces, so that places are the same in both texts. */
  readonly document: TextDocument;
  readonly holds: (position: Position) => boolean;
}

function stylesOf(document: TextDocument): Styles {
  const text = document.getText();
  const scanner = service.createScanner(text);
  const parts: { from: number; to: number }[] = [];
  for (let token = scanner.scan(); token !== TokenType.EOS; token = scanner.scan()) {
    if (token === TokenType.Styles) parts.push({ from: scanner.getTokenOffset(), to: scanner.getTokenEnd() });
  }
  let masked = '';
  for (const { from, to } of parts) masked += blank(text.slice(masked.length, from)) + text.slice(from, to);
  masked += blank(text.slice(masked.length));
  return {
    document: TextDocument.create(document.uri, 'css', document.version, masked),
    holds: (position) => {
      const offset = document.offsetAt(position);
      return parts.some(({ from, to }) => from <= offset && offset <= to);
    },
  };
}

const blank = (text: string): string => text.replace(/[^\n\r]/g, ' ');
