import type { PickerEntry } from '@e-code/kernel/web';
import { Box, Hash, SquareFunction, Variable, type LucideIcon } from 'lucide-react';
import { useEffect, useState } from 'react';
import { vectorOf } from '../languages/state-vector.ts';
import type { Place } from '../layout/layout.ts';
import { useWorkspace } from '../workspace/context.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** What the first letter asks for: `@` names of the file in use, `#` names of all files. */
export type SymbolScope = 'file' | 'project';

export type SymbolEntry = PickerEntry & { readonly path: string; readonly place: Place };

const scopes: Readonly<Record<string, SymbolScope>> = { '@': 'file', '#': 'project' };

export const scopeOf = (query: string): SymbolScope | undefined => scopes[query.charAt(0)];

/** Typing rests so long before all files are asked. */
const rest = 120;

/** Names that the language servers know; undefined while they are asked, and without a scope. */
export function useSymbols(query: string): readonly SymbolEntry[] | undefined {
  const workspace = useWorkspace();
  const [found, setFound] = useState<{ scope: SymbolScope; entries: readonly SymbolEntry[] }>();
  const scope = scopeOf(query);
  const asked = scope === 'project' ? query.slice(1) : '';
  useEffect(() => {
    if (scope === undefined) return undefined;
    const gone = new AbortController();
    const ask = async () => {
      const answer =
        scope === 'file' ? symbolsOfFile(workspace, gone.signal) : findSymbols(workspace, asked, gone.signal);
      // Without a server, or while it starts anew, there are no names to offer.
      const entries = await answer.catch((): SymbolEntry[] => []);
      if (!gone.signal.aborted) setFound({ scope, entries });
    };
    const timer = setTimeout(() => void ask(), scope === 'project' ? rest : 0);
    return () => {
      clearTimeout(timer);
      gone.abort();
    };
  }, [workspace, scope, asked]);
  return found?.scope === scope ? found?.entries : undefined;
}

async function symbolsOfFile({ layout, documents, client }: Workspace, signal: AbortSignal): Promise<SymbolEntry[]> {
  const path = layout.activeFile.get();
  const document = path === undefined ? undefined : documents.get(path);
  if (path === undefined || document?.name === undefined || !document.shared) return [];
  const question = { document: document.name, vector: vectorOf(document.shared) };
  const { symbols } = await client.ask('languages.symbols', question, signal);
  const parents: string[] = [];
  return symbols.map(({ name, kind, line, column, depth }, index) => {
    parents.splice(depth, Infinity, name);
    const within = parents.slice(0, depth).join(' › ');
    return {
      id: `${index}`,
      title: name,
      detail: within,
      icon: <KindIcon kind={kind} />,
      path,
      place: { line, column },
    };
  });
}

async function findSymbols({ client }: Workspace, query: string, signal: AbortSignal): Promise<SymbolEntry[]> {
  const { symbols } = await client.ask('languages.find', { query }, signal);
  return symbols.map(({ name, kind, path, line, column }, index) => ({
    id: `${index}`,
    title: name,
    detail: `${path}:${line}`,
    icon: <KindIcon kind={kind} />,
    path,
    place: { line, column },
  }));
}

const icons: Readonly<Record<string, LucideIcon>> = {
  function: SquareFunction,
  method: SquareFunction,
  constructor: SquareFunction,
  class: Box,
  interface: Box,
  struct: Box,
  enum: Box,
  module: Box,
  namespace: Box,
  variable: Variable,
  constant: Variable,
  property: Variable,
  field: Variable,
};

function KindIcon({ kind }: { kind: string }) {
  const Icon = icons[kind] ?? Hash;
  return <Icon size={16} strokeWidth={1.5} />;
}
