/** Paths as the host writes them: relative to the project, `/` between parts, the empty string is the project. */

export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

export function parentOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

export const joinPath = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`);

export const isInside = (path: string, folder: string): boolean => folder === '' || path.startsWith(`${folder}/`);

/** Whether the path is the folder or lies in it. */
export const isAtOrInside = (path: string, folder: string): boolean => path === folder || isInside(path, folder);

/** Where `path` is after `from` was moved to `to`; undefined when the move does not touch it. */
export function movedPath(path: string, from: string, to: string): string | undefined {
  if (path === from) return to;
  return isInside(path, from) ? to + path.slice(from.length) : undefined;
}

/** Leaves out what lies in another one of the list: deleting a folder deletes what is in it. */
export function outermost(paths: readonly string[]): string[] {
  const all = new Set(paths);
  return paths.filter((path) => {
    for (let above = parentOf(path); above !== ''; above = parentOf(above)) if (all.has(above)) return false;
    return true;
  });
}

export type NameFault = 'empty' | 'dots' | 'slash' | 'long';

/** Why a name cannot be given to a file. `a/b` is a name here: the folder is made with the file. */
export function nameFault(name: string): NameFault | undefined {
  const parts = name.split('/');
  if (name.trim() === '') return 'empty';
  if (parts.some((part) => part === '.' || part === '..')) return 'dots';
  if (parts.some((part) => part === '') || name.includes('\0')) return 'slash';
  if (parts.some((part) => new TextEncoder().encode(part).length > 255)) return 'long';
  return undefined;
}
