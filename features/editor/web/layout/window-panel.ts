/** What a window of its own shows. */
export type WindowPanel =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'terminal'; readonly terminal: number }
  | { readonly kind: 'preview'; readonly port: number | undefined }
  | { readonly kind: 'console' };

/** As it stands in the address: `file:src/app.ts`, `terminal:2`, `preview:3000`, `console`. */
export function formatWindowPanel(panel: WindowPanel): string {
  if (panel.kind === 'file') return `file:${panel.path}`;
  if (panel.kind === 'terminal') return `terminal:${panel.terminal}`;
  if (panel.kind === 'preview') return panel.port === undefined ? 'preview' : `preview:${panel.port}`;
  return panel.kind;
}

/** Reads what `formatWindowPanel` wrote; undefined for anything else. */
export function parseWindowPanel(text: string): WindowPanel | undefined {
  const [, kind, rest = ''] = /^(\w+)(?::(.*))?$/s.exec(text) ?? [];
  const number = /^\d{1,10}$/.test(rest) ? Number(rest) : undefined;
  if (kind === 'file' && rest !== '') return { kind, path: rest };
  if (kind === 'terminal' && number !== undefined) return { kind, terminal: number };
  if (kind === 'preview') return { kind, port: number };
  return text === 'console' ? { kind: 'console' } : undefined;
}
