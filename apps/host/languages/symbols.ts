import type { ParsedInput } from '../contract/index.ts';
import type { FileSymbol, ProjectSymbol } from '../contract/languages.ts';
import { projectPath } from './file-uri.ts';
import type { Languages } from './languages.ts';
import type { Range } from './positions.ts';

interface Symbol {
  readonly name: string;
  readonly kind: number;
  /** Of the name itself; servers of the older form give a place instead. */
  readonly selectionRange?: Range;
  readonly location?: { readonly uri: string; readonly range: Range };
  readonly containerName?: string;
  readonly children?: readonly Symbol[];
}

/** The numbers of SymbolKind in words. */
const kinds =
  'file file module namespace package class method property field constructor enum interface function variable constant string number boolean array object key null member struct event operator type'.split(
    ' ',
  );

/** More than anybody looks through. */
const mostInFile = 5000;
const mostInProject = 200;

/** The names that a file makes, in the order of its text. */
export async function symbolsOfFile(
  languages: Languages,
  input: ParsedInput<'languages.symbols'>,
  signal: AbortSignal,
): Promise<FileSymbol[]> {
  const { server, file } = await languages.subject(input);
  const { abilities } = await server.started();
  if (!abilities.documentSymbolProvider) return [];
  const question = { textDocument: { uri: file.uri } };
  const answer = (await server.request('textDocument/documentSymbol', question, signal)) as readonly Symbol[] | null;
  return flatten(answer ?? [], 0).slice(0, mostInFile);
}

function flatten(symbols: readonly Symbol[], depth: number): FileSymbol[] {
  return symbols.flatMap((symbol) => {
    const range = symbol.selectionRange ?? symbol.location?.range;
    const own = range === undefined ? [] : [{ ...shown(symbol, range), depth }];
    return [...own, ...flatten(symbol.children ?? [], depth + 1)];
  });
}

/** Names of the project that answer a query. Servers that are not started know none: nobody has a file of theirs open. */
export async function findSymbols(languages: Languages, query: string, signal: AbortSignal): Promise<ProjectSymbol[]> {
  const { root } = languages.ground;
  const asked = languages.running().filter(({ process }) => process?.abilities.workspaceSymbolProvider);
  const answers = await Promise.all(
    asked.map((server) =>
      // One server that does not answer hides nothing of the others.
      server.request('workspace/symbol', { query }, signal).catch(() => null),
    ),
  );
  return answers
    .flatMap((answer) => (answer ?? []) as readonly Symbol[])
    .flatMap((symbol) => {
      const path = symbol.location && projectPath(root, symbol.location.uri);
      if (symbol.location === undefined || path === undefined) return [];
      return [{ ...shown(symbol, symbol.location.range), path, within: symbol.containerName ?? '' }];
    })
    .slice(0, mostInProject);
}

const shown = ({ name, kind }: Symbol, { start }: Range) => ({
  name,
  kind: kinds[kind] ?? 'variable',
  line: start.line + 1,
  column: start.character + 1,
});
