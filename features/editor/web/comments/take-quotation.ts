import type { Quotation } from '@e-code/host/contract';
import { quoteText, toAnchor } from '@e-code/host/text';
import type { FileDocument } from '../documents/document.ts';
import type { Workspace } from '../workspace/workspace.ts';

/**
 * What a thread about a part of an open file remembers. An empty range means its line; nothing can be said about a file
 * that is not connected or has no words there.
 */
export async function takeQuotation(
  workspace: Workspace,
  document: FileDocument,
  range: { readonly from: number; readonly to: number },
): Promise<Quotation | undefined> {
  const { shared, name } = document;
  const [id, epoch] = name?.split('.') ?? [];
  if (!shared || id === undefined || epoch === undefined) return undefined;
  const text = shared.toJSON();
  const { from, to } = widen(document, range);
  if (text.slice(from, to).trim() === '') return undefined;
  const start = toAnchor(shared, from, 0);
  const end = toAnchor(shared, to, -1);
  const words = quoteText(text, from, to);
  const [commit, hash] = await Promise.all([headOf(workspace), hashOf(text)]);
  return { path: document.path, document: id, epoch: Number(epoch), start, end, ...words, commit, hash };
}

/** The words of the line where nothing is selected. */
function widen({ text }: FileDocument, { from, to }: { from: number; to: number }): { from: number; to: number } {
  if (to > from) return { from, to };
  const line = text.lineAt(Math.min(from, text.length));
  const indent = line.text.length - line.text.trimStart().length;
  return { from: line.from + indent, to: line.from + line.text.trimEnd().length };
}

async function headOf({ client }: Workspace): Promise<string | null> {
  const git = await client.ask('git.state', {}).catch(() => undefined);
  return git?.repository === true ? git.commit : null;
}

/** Pages that came over plain HTTP from another machine cannot hash. */
async function hashOf(text: string): Promise<string | null> {
  const subtle: SubtleCrypto | undefined = globalThis.crypto.subtle;
  if (!subtle) return null;
  const digest = await subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
