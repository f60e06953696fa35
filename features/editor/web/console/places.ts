import type { Place } from '../layout/layout.ts';

export type FoundPlace = { readonly start: number; readonly end: number; readonly path: string; readonly place: Place };
export type FoundLink = { readonly start: number; readonly end: number; readonly url: string };

/** Where the project lies in its sandbox: programs print absolute paths. */
const projectFolder = '/home/runner/workspace/';

// `src/app.ts:12:5`, `./a.py:3`, `/home/runner/workspace/x.js:1`
const colons = /(?:file:\/\/)?((?:\.{0,2}\/)?(?:[\w@.+-]+\/)*[\w@+-][\w@.+-]*\.[A-Za-z]\w*):(\d+)(?::(\d+))?/g;
// Python: `File "app.py", line 12`
const python = /File "([^"]+)", line (\d+)/g;
// PHP: `in /home/runner/workspace/index.php on line 3`
const php = /(?<= in )(\S+\.\w+) on line (\d+)/g;
// The compiler of TypeScript, and those of Microsoft: `src/app.ts(3,5): error`
const parentheses = /((?:[\w@.+-]+\/)*[\w@+-][\w@.+-]*\.\w+)\((\d+),(\d+)\)/g;

const urls = /https?:\/\/[^\s"'<>`]+[^\s"'<>`.,;:!?)\]}]/g;

function inProject(path: string): string | undefined {
  const within = path.startsWith(projectFolder) ? path.slice(projectFolder.length) : path.replace(/^\.\//, '');
  return within.startsWith('/') || within.startsWith('..') ? undefined : within;
}

function toPlace(match: RegExpMatchArray): FoundPlace[] {
  const path = inProject(match[1] ?? '');
  if (path === undefined || match.index === undefined) return [];
  const place = { line: Number(match[2]), ...(match[3] !== undefined && { column: Number(match[3]) }) };
  return [{ start: match.index, end: match.index + match[0].length, path, place }];
}

/** Places in files of the project that a line of output names. */
export function findPlaces(line: string): FoundPlace[] {
  if (!/:\d|line \d|\(\d+,\d/.test(line)) return [];
  return [colons, python, php, parentheses].flatMap((pattern) => [...line.matchAll(pattern)].flatMap(toPlace));
}

export function findUrls(line: string): FoundLink[] {
  if (!line.includes('://')) return [];
  return [...line.matchAll(urls)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    url: match[0],
  }));
}
