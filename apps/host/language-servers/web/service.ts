import type { Diagnostic } from 'vscode-css-languageservice';
import type {
  CodeAction,
  CompletionList,
  Definition,
  DocumentSymbol,
  Hover,
  Location,
  Position,
  Range,
  SymbolInformation,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';

type Soon<Value> = Value | PromiseLike<Value>;

/** How the text of a person is laid out. */
export interface Layout {
  readonly tabSize: number;
  readonly insertSpaces: boolean;
}

/** What one language can say of a document. What it cannot is left out. */
export interface Service {
  readonly diagnose: (document: TextDocument) => Soon<Diagnostic[]>;
  readonly complete: (document: TextDocument, position: Position) => Soon<CompletionList | null>;
  readonly hover: (document: TextDocument, position: Position) => Soon<Hover | null>;
  readonly symbols: (document: TextDocument) => Soon<DocumentSymbol[] | SymbolInformation[]>;
  readonly format: (document: TextDocument, layout: Layout) => Soon<TextEdit[]>;
  readonly define?: (document: TextDocument, position: Position) => Soon<Definition | null>;
  readonly references?: (document: TextDocument, position: Position) => Soon<Location[]>;
  readonly rename?: (document: TextDocument, position: Position, name: string) => Soon<WorkspaceEdit | null>;
  readonly fix?: (document: TextDocument, range: Range, diagnostics: Diagnostic[]) => Soon<CodeAction[]>;
}
