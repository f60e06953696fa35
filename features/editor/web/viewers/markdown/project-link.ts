import { joinPath, parentOf } from '../../parts/paths.ts';

/** Where a link or picture of a document leads. */
export type Target =
  | { readonly kind: 'file'; readonly path: string; readonly fragment: string }
  | { readonly kind: 'heading'; readonly fragment: string }
  | { readonly kind: 'outside'; readonly url: string }
  | { readonly kind: 'inline'; readonly url: string }
  | { readonly kind: 'none' };

/**
 * What an address means in a file of the project: relative to its folder, with `/` to the project. What would lead out of
 * the project, or is neither a page nor mail, leads nowhere.
 */
export function targetOf(address: string, from: string): Target {
  const text = address.trim();
  if (text.startsWith('#')) return { kind: 'heading', fragment: decode(text.slice(1)) };
  if (/^data:image\/(?:png|jpeg|gif|webp);/i.test(text)) return { kind: 'inline', url: text };
  if (/^(?:https?:|mailto:)/i.test(text)) return { kind: 'outside', url: text };
  if (text.startsWith('//')) return { kind: 'outside', url: `https:${text}` };
  if (text === '' || /^[a-z][a-z0-9+.-]*:/i.test(text)) return { kind: 'none' };
  const [rest = '', fragment = ''] = text.split('#', 2);
  const path = resolve(decode(rest.split('?', 1)[0] ?? ''), parentOf(from));
  return path === undefined ? { kind: 'none' } : { kind: 'file', path, fragment: decode(fragment) };
}

function resolve(address: string, folder: string): string | undefined {
  const parts = (address.startsWith('/') ? address.slice(1) : joinPath(folder, address)).split('/');
  const path: string[] = [];
  for (const part of parts) {
    if (part === '' || part === '.') continue;
    if (part !== '..') path.push(part);
    else if (path.pop() === undefined) return undefined;
  }
  return path.join('/');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
