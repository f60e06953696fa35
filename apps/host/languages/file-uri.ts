import { fileURLToPath, pathToFileURL } from 'node:url';

export const fileUri = (root: string, path: string): string => pathToFileURL(`${root}/${path}`).href;

/** The path in the project; undefined for a file outside, such as the declarations that come with a server. */
export function projectPath(root: string, uri: string): string | undefined {
  if (!uri.startsWith('file://')) return undefined;
  const path = fileURLToPath(uri);
  return path.startsWith(`${root}/`) ? path.slice(root.length + 1) : undefined;
}
