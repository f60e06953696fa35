import { findPlaces, type FoundPlace } from './places.ts';

/** More than this is not looked at: what failed says so among the first or the last lines. */
const mostPlaces = 8;
/** How far below an error its place is still its own: compilers and runtimes put it there. */
const reach = 40;

const saysError = /(?:error|exception|panic|panicked|fatal|uncaught|undefined reference)\b/i;
const isWarning = /\bwarning\b/i;
/** Code that somebody else wrote. */
const isLibrary = /(?:^|\/)(?:node_modules|site-packages|dist-packages|\.pythonlibs|\.venv|venv|vendor)\//;

/**
 * Where a failed program says that it failed, the likeliest first: the first error and not a warning before it; in
 * Python the innermost call; the person's own files before those of libraries. The files may be absent.
 * @param lines the output as text, without colours
 */
export function errorPlaces(lines: readonly string[]): FoundPlace[] {
  const places: FoundPlace[] = [];
  for (let at = 0; at < lines.length && places.length < mostPlaces; at += 1) places.push(...placesAt(lines, at));
  const own = places.filter(({ path }) => !isLibrary.test(path));
  return own.length > 0 ? own : places;
}

function placesAt(lines: readonly string[], at: number): FoundPlace[] {
  const line = lines[at] ?? '';
  if (line.startsWith('Traceback (most recent call last)')) return tracebackPlaces(lines, at + 1);
  const here = findPlaces(line);
  if (isWarning.test(line)) return [];
  if (here.length > 0 && (saysError.test(line) || standsAlone(line, here) || opensSyntaxError(lines, at))) return here;
  return saysError.test(line) ? placesBelow(lines, at + 1) : [];
}

/** Calls are listed outermost first; the error happened in the last one. */
function tracebackPlaces(lines: readonly string[], from: number): FoundPlace[] {
  const end = lines.findIndex((line, index) => index >= from && /^\S/.test(line));
  return lines
    .slice(from, end < 0 ? undefined : end)
    .flatMap(findPlaces)
    .toReversed();
}

/** Node begins with a line that is a place and nothing else. */
const standsAlone = (line: string, [place]: readonly FoundPlace[]): boolean =>
  place !== undefined && line.trim().length === place.end - place.start;

/** Python says where a file cannot be parsed, then what is wrong. */
const opensSyntaxError = (lines: readonly string[], at: number): boolean =>
  /^ {2}File "/.test(lines[at] ?? '') && lines.slice(at + 1, at + 5).some((line) => /^\w*Error\b/.test(line));

/** The first place below an error, up to the next error or warning. */
function placesBelow(lines: readonly string[], from: number): FoundPlace[] {
  for (const line of lines.slice(from, from + reach)) {
    if (isWarning.test(line) || line.startsWith('Traceback ')) return [];
    const places = findPlaces(line);
    if (places.length > 0) return places;
  }
  return [];
}
