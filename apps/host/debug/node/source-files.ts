import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type EncodedSourceMap,
  generatedPositionFor,
  LEAST_UPPER_BOUND,
  originalPositionFor,
  TraceMap,
} from '@jridgewell/trace-mapping';

/** A place in code. Lines count from 1, columns from 0. */
export interface CodePlace {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** A script that a process has loaded, and what it was made of. */
export interface Script {
  readonly id: string;
  /** As the engine names it. */
  readonly url: string;
  /** Absolute; undefined for what is in no file, such as Node's own code. */
  readonly path: string | undefined;
  readonly map: TraceMap | undefined;
}

export function toScript({
  scriptId,
  url,
  sourceMapURL,
}: {
  scriptId: string;
  url: string;
  sourceMapURL?: string | undefined;
}): Script {
  const path = pathOf(url);
  const map = path === undefined || !sourceMapURL ? undefined : readMap(path, sourceMapURL);
  return { id: scriptId, url, path, map };
}

/** Where the person's own file has this place of a script. */
export function originalPlace(script: Script, line: number, column: number): CodePlace | undefined {
  if (script.path === undefined) return undefined;
  const here = { path: script.path, line, column };
  if (script.map === undefined) return here;
  const found = originalPositionFor(script.map, { line, column });
  return found.source === null ? here : { path: found.source, line: found.line, column: found.column };
}

/** Where a script has a line of the person's file: its first place at or after the line. */
export function generatedPlace(
  { map }: Script,
  path: string,
  line: number,
): { line: number; column: number } | undefined {
  const source = map?.sources.includes(path) === true ? path : undefined;
  if (map === undefined || source === undefined) return undefined;
  const found = generatedPositionFor(map, { source, line, column: 0, bias: LEAST_UPPER_BOUND });
  return found.line === null ? undefined : { line: found.line, column: found.column };
}

function pathOf(url: string): string | undefined {
  if (url.startsWith('/')) return url;
  try {
    return url.startsWith('file://') ? fileURLToPath(url) : undefined;
  } catch {
    return undefined;
  }
}

/** A map that cannot be read is no map: the program is then debugged as it was compiled. */
function readMap(script: string, address: string): TraceMap | undefined {
  try {
    const file = resolve(dirname(script), address.startsWith('file://') ? fileURLToPath(address) : address);
    const inline = /^data:[^,]*;base64,(.*)$/s.exec(address)?.[1];
    const text = inline === undefined ? readFileSync(file, 'utf8') : Buffer.from(inline, 'base64').toString();
    const json = JSON.parse(text) as EncodedSourceMap;
    const folder = dirname(inline === undefined ? file : script);
    const sources = json.sources.map((source) => absolute(folder, json.sourceRoot ?? '', source ?? ''));
    return new TraceMap({ ...json, sourceRoot: '', sources });
  } catch {
    return undefined;
  }
}

const absolute = (folder: string, root: string, source: string): string =>
  pathOf(source) ?? resolve(folder, pathOf(root) ?? root, source);
