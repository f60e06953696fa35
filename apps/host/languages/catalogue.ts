import { access } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { LanguageServerName } from '../contract/languages.ts';

/** What a language server is and how it is started. */
export interface Catalogued {
  readonly name: LanguageServerName;
  /** For people. */
  readonly title: string;
  /** Files by ending, and what the protocol calls their language. */
  readonly languages: Readonly<Record<string, string>>;
  /** The file whose absence means that the server is not installed, below the folder of servers. */
  readonly program: string;
  readonly command: (program: string) => readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Answers of `workspace/configuration`, by section. */
  readonly configure: (section: string, root: string) => Promise<unknown>;
}

/** Servers give up memory before the project's own programs do; the sandbox's limit holds for all together. */
const memoryMegabytes = 768;

const typescriptSections: ReadonlySet<string> = new Set(['js/ts', 'typescript', 'javascript']);

/** A rename means the thing itself, in all files, and not another name for it in this one. */
const typescriptSettings = { preferences: { useAliasesForRenames: false } };

const typescript: Catalogued = {
  name: 'typescript',
  title: 'TypeScript',
  languages: {
    '.ts': 'typescript',
    '.mts': 'typescript',
    '.cts': 'typescript',
    '.tsx': 'typescriptreact',
    '.js': 'javascript',
    '.mjs': 'javascript',
    '.cjs': 'javascript',
    '.jsx': 'javascriptreact',
  },
  program: 'typescript/lib/tsc',
  command: (program) => [program, '--lsp', '--stdio'],
  environment: { GOMEMLIMIT: `${memoryMegabytes}MiB` },
  configure: async (section) => (typescriptSections.has(section) ? typescriptSettings : null),
};

const python: Catalogued = {
  name: 'python',
  title: 'Python',
  languages: { '.py': 'python', '.pyi': 'python' },
  program: 'python/langserver.index.js',
  command: (program) => [process.execPath, `--max-old-space-size=${memoryMegabytes}`, program, '--stdio'],
  environment: {},
  configure: configurePython,
};

/** Errors that a program would meet, not a house style: the project's own configuration file can ask for more. */
async function configurePython(section: string, root: string): Promise<unknown> {
  const analysis = { typeCheckingMode: 'standard', diagnosticMode: 'openFilesOnly', autoImportCompletions: true };
  if (section === 'basedpyright') return { analysis };
  if (section === 'basedpyright.analysis' || section === 'python.analysis') return analysis;
  if (section !== 'python') return null;
  for (const folder of ['.venv', 'venv', '.pythonlibs']) {
    const interpreter = join(root, folder, 'bin/python');
    if (await isThere(interpreter)) return { pythonPath: interpreter, analysis };
  }
  return { analysis };
}

export const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

export const catalogue: Readonly<Record<LanguageServerName, Catalogued>> = { typescript, python };

/** The server for a file, or undefined when none knows it. */
export function serverFor(path: string): Catalogued | undefined {
  const ending = extname(path).toLowerCase();
  return Object.values(catalogue).find(({ languages }) => ending in languages);
}

export const languageOf = (server: Catalogued, path: string): string =>
  server.languages[extname(path).toLowerCase()] ?? 'plaintext';
