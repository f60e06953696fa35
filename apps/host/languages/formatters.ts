import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { inheritedEnvironment } from '../environment.ts';
import { HostError } from '../failure.ts';
import { findOnPath, isThere } from './catalogue.ts';

/** A formatter that a project says it uses. */
interface Known {
  readonly name: string;
  readonly endings: ReadonlySet<string>;
  /** Files that say so, with what has to stand in them when their name alone does not. None: the language has one form. */
  readonly configured: readonly { readonly file: string; readonly says?: RegExp }[];
  /** Where it is looked for, below the project or, without a slash, among the programs of the machine. */
  readonly programs: readonly string[];
  /** Reads the text and writes the formatted one. */
  readonly words: (path: string) => readonly string[];
}

export interface Formatter {
  readonly name: string;
  readonly program: string;
  readonly words: readonly string[];
  readonly folder: string;
}

const endings = (words: string): ReadonlySet<string> => new Set(words.split(' ').map((word) => `.${word}`));
const named = (files: string) => files.split(' ').map((file) => ({ file }));
const scripts = 'js mjs cjs jsx ts mts cts tsx json css';

/** In the order in which they are asked: what a project names for one thing only comes first. */
const formatters: readonly Known[] = [
  {
    name: 'Biome',
    endings: endings(`${scripts} graphql`),
    configured: named('biome.json biome.jsonc'),
    programs: ['node_modules/.bin/biome'],
    words: (path) => ['format', `--stdin-file-path=${path}`],
  },
  {
    name: 'Prettier',
    endings: endings(`${scripts} scss less html vue svelte astro md mdx yml yaml graphql`),
    configured: [
      ...named('.prettierrc .prettierrc.json .prettierrc.yml .prettierrc.yaml .prettierrc.json5 .prettierrc.toml'),
      ...named('.prettierrc.js .prettierrc.cjs .prettierrc.mjs .prettierrc.ts'),
      ...named('prettier.config.js prettier.config.cjs prettier.config.mjs prettier.config.ts'),
      { file: 'package.json', says: /"prettier"\s*:\s*[{"]\s*(?!\^|~|\d|latest)/ },
    ],
    programs: ['node_modules/.bin/prettier'],
    words: (path) => ['--stdin-filepath', path],
  },
  {
    name: 'Ruff',
    endings: endings('py pyi'),
    configured: [...named('ruff.toml .ruff.toml'), { file: 'pyproject.toml', says: /^\[tool\.ruff\b/m }],
    programs: ['.venv/bin/ruff', 'venv/bin/ruff', '.pythonlibs/bin/ruff', 'ruff'],
    words: (path) => ['format', '--quiet', '--stdin-filename', path, '-'],
  },
  {
    name: 'Black',
    endings: endings('py pyi'),
    configured: [{ file: 'pyproject.toml', says: /^\[tool\.black\b/m }],
    programs: ['.venv/bin/black', 'venv/bin/black', '.pythonlibs/bin/black', 'black'],
    words: (path) => ['--quiet', '--stdin-filename', path, '-'],
  },
  {
    name: 'rustfmt',
    endings: endings('rs'),
    configured: [],
    programs: ['rustfmt'],
    words: () => ['--quiet', '--emit', 'stdout', '--edition', '2021'],
  },
  { name: 'gofmt', endings: endings('go'), configured: [], programs: ['gofmt'], words: () => [] },
  {
    name: 'ClangFormat',
    endings: endings('c h cc cpp cxx hpp hh'),
    configured: named('.clang-format _clang-format'),
    programs: ['clang-format'],
    words: (path) => [`--assume-filename=${path}`],
  },
];

/** A formatter that needs longer is stuck, or the machine is. */
const patience = 20_000;
const mostOutput = 16 * 1024 * 1024;

/** The formatter that the folder of a file, or one above it, configures; undefined without one or when it is not installed. */
export async function findFormatter(root: string, path: string): Promise<Formatter | undefined> {
  const ending = extname(path).toLowerCase();
  for (const known of formatters) {
    if (!known.endings.has(ending)) continue;
    const folder = await configuredIn(root, path, known);
    if (folder === undefined) continue;
    const program = await findProgram(root, folder, known.programs);
    const words = known.words(join(root, path));
    if (program !== undefined) return { name: known.name, program, words, folder: join(root, folder) };
  }
  return undefined;
}

/** Folders from that of the file up to the project's. */
function* foldersOf(path: string): Generator<string> {
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) yield folder;
  yield '';
}

async function configuredIn(root: string, path: string, { configured }: Known): Promise<string | undefined> {
  if (configured.length === 0) return '';
  for (const folder of foldersOf(path)) {
    for (const { file, says } of configured) {
      const place = join(root, folder, file);
      const found = says ? says.test(await readFile(place, 'utf8').catch(() => '')) : await isThere(place);
      if (found) return folder;
    }
  }
  return undefined;
}

async function findProgram(root: string, folder: string, programs: readonly string[]): Promise<string | undefined> {
  for (const program of programs) {
    if (!program.includes('/')) {
      const found = await findOnPath(program);
      if (found !== undefined) return found;
      continue;
    }
    for (const above of foldersOf(join(folder, 'file'))) {
      const place = join(root, above, program);
      if (await isThere(place)) return place;
    }
  }
  return undefined;
}

/**
 * What the formatter makes of a text.
 * @throws HostError with its words when it refuses, such as for a text with an error in it
 */
export async function runFormatter(
  { name, program, words, folder }: Formatter,
  text: string,
  signal: AbortSignal,
): Promise<string> {
  const child = spawn(program, words, {
    cwd: folder,
    env: inheritedEnvironment(),
    stdio: 'pipe',
    signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
    killSignal: 'SIGKILL',
  });
  const pieces: Buffer[] = [];
  let size = 0;
  let complaint = '';
  child.stdout.on('data', (piece: Buffer) => {
    size += piece.length;
    if (size > mostOutput) child.kill('SIGKILL');
    else pieces.push(piece);
  });
  child.stderr.on('data', (piece: Buffer) => (complaint = (complaint + piece.toString()).slice(-2000)));
  // It may end before it has read everything; how it ended is what counts.
  child.stdin.on('error', () => undefined).end(text);
  const status = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', resolve);
  });
  if (status === 0) return Buffer.concat(pieces).toString('utf8');
  throw new HostError('language_format_failed', { details: `${name}: ${complaint.trim() || 'it ended by itself'}` });
}
