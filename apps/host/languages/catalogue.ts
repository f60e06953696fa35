import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, delimiter, extname, join } from 'node:path';
import { promisify } from 'node:util';
import type { LanguageServerName } from '../contract/languages.ts';

/** What a language server is and how it is started. */
export interface Catalogued {
  readonly name: LanguageServerName;
  /** For people. */
  readonly title: string;
  /** Files by ending or whole name, and what the protocol calls their language. */
  readonly languages: Readonly<Record<string, string>>;
  readonly program: Program;
  readonly command: (program: string) => readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Answers of `workspace/configuration`, by section. */
  readonly configure?: (section: string, root: string) => Promise<unknown>;
}

/** Comes with the installation, at a path below the folder of servers; or is a program of the machine. */
type Program =
  | { readonly below: string }
  | {
      readonly named: string;
      readonly add: string;
      /** Words with which it ends at once and well when it is there. */
      readonly proof?: string;
    };

/** Servers give up memory before the project's own programs do; the sandbox's limit holds for all together. */
const memoryMegabytes = 768;

const onNode = (program: string, ...words: readonly string[]): readonly string[] => [
  process.execPath,
  `--max-old-space-size=${memoryMegabytes}`,
  program,
  ...words,
];

const onGo = { GOMEMLIMIT: `${memoryMegabytes}MiB` };

const typescriptSections: ReadonlySet<string> = new Set(['js/ts', 'typescript', 'javascript']);

/** A rename means the thing itself, in all files, and not another name for it in this one. */
const typescriptSettings = {
  preferences: { useAliasesForRenames: false },
  inlayHints: {
    parameterNames: { enabled: 'literals' },
    parameterTypes: { enabled: true },
    variableTypes: { enabled: true },
    propertyDeclarationTypes: { enabled: true },
    functionLikeReturnTypes: { enabled: true },
    enumMemberValues: { enabled: true },
  },
};

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
  program: { below: 'typescript/lib/tsc' },
  command: (program) => [program, '--lsp', '--stdio'],
  environment: onGo,
  configure: async (section) => (typescriptSections.has(section) ? typescriptSettings : null),
};

const python: Catalogued = {
  name: 'python',
  title: 'Python',
  languages: { '.py': 'python', '.pyi': 'python' },
  program: { below: 'python/langserver.index.js' },
  command: (program) => onNode(program, '--stdio'),
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

const web: Catalogued = {
  name: 'web',
  title: 'HTML, CSS and JSON',
  languages: {
    '.html': 'html',
    '.htm': 'html',
    '.css': 'css',
    '.scss': 'scss',
    '.less': 'less',
    '.json': 'json',
    '.jsonc': 'jsonc',
    '.webmanifest': 'json',
  },
  program: { below: 'web/server.cjs' },
  command: (program) => onNode(program, '--stdio'),
};

const bash: Catalogued = {
  name: 'bash',
  title: 'Bash',
  languages: {
    '.sh': 'shellscript',
    '.bash': 'shellscript',
    '.bashrc': 'shellscript',
    '.profile': 'shellscript',
    '.bash_profile': 'shellscript',
  },
  program: { below: 'bash/out/server.cjs' },
  command: (program) => onNode(program, 'start'),
};

/** Schemas are those that a file names: a catalogue of all schemas would be fetched from somebody else's server. */
const yamlSettings = {
  validate: true,
  hover: true,
  completion: true,
  format: { enable: true },
  schemaStore: { enable: false },
  kubernetesCRDStore: { enable: false },
};

const yaml: Catalogued = {
  name: 'yaml',
  title: 'YAML',
  languages: { '.yaml': 'yaml', '.yml': 'yaml' },
  program: { below: 'yaml/out/src/server.cjs' },
  command: (program) => onNode(program, '--stdio'),
  configure: async (section) => (section === 'yaml' ? yamlSettings : null),
};

const cpp: Catalogued = {
  name: 'cpp',
  title: 'C and C++',
  languages: {
    '.c': 'c',
    '.h': 'cpp',
    '.cc': 'cpp',
    '.cpp': 'cpp',
    '.cxx': 'cpp',
    '.hh': 'cpp',
    '.hpp': 'cpp',
    '.hxx': 'cpp',
  },
  program: { named: 'clangd', add: 'apt install clangd' },
  // An index of all files would be written into the project.
  command: (program) => [program, '--background-index=false', '--limit-results=200', '--log=error'],
};

const go: Catalogued = {
  name: 'go',
  title: 'Go',
  languages: { '.go': 'go', 'go.mod': 'go.mod', 'go.work': 'go.work' },
  program: { named: 'gopls', add: 'go install golang.org/x/tools/gopls@latest' },
  command: (program) => [program],
  environment: onGo,
};

const rust: Catalogued = {
  name: 'rust',
  title: 'Rust',
  languages: { '.rs': 'rust' },
  // rustup has a stand-in of this name for people who have not added it.
  program: { named: 'rust-analyzer', add: 'rustup component add rust-analyzer', proof: '--version' },
  command: (program) => [program],
};

export const isThere = (path: string, mode = constants.F_OK): Promise<boolean> =>
  access(path, mode).then(
    () => true,
    () => false,
  );

/** Where a program of the machine is, also one that a person installed for themselves. */
export async function findOnPath(name: string): Promise<string | undefined> {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  for (const folder of [...folders, join(homedir(), 'go/bin'), join(homedir(), '.cargo/bin')]) {
    const place = join(folder, name);
    if (folder !== '' && (await isThere(place, constants.X_OK))) return place;
  }
  return undefined;
}

async function answers(program: string, proof: string | undefined): Promise<boolean> {
  if (proof === undefined) return true;
  return promisify(execFile)(program, [proof], { timeout: 10_000 }).then(
    () => true,
    () => false,
  );
}

/** @param folder where servers of the installation are */
export async function findProgram({ program }: Catalogued, folder: string): Promise<string | undefined> {
  if ('named' in program) {
    const found = await findOnPath(program.named);
    return found === undefined || (await answers(found, program.proof)) ? found : undefined;
  }
  const place = join(folder, program.below);
  return (await isThere(place)) ? place : undefined;
}

/** What to do about a server that is not there. */
export const howToAdd = ({ title, program }: Catalogued): string =>
  'named' in program
    ? `There is no language server for ${title} here. To have one, install ${program.named}: ${program.add}`
    : `The language server for ${title} is not installed on this server.`;

export const catalogue: Readonly<Record<LanguageServerName, Catalogued>> = {
  typescript,
  python,
  web,
  bash,
  yaml,
  cpp,
  go,
  rust,
};

/** The server for a file, or undefined when none knows it. */
export const serverFor = (path: string): Catalogued | undefined =>
  Object.values(catalogue).find(({ languages }) => keyOf(languages, path) !== undefined);

export function languageOf({ languages }: Catalogued, path: string): string {
  const key = keyOf(languages, path);
  return (key === undefined ? undefined : languages[key]) ?? 'plaintext';
}

function keyOf(languages: Catalogued['languages'], path: string): string | undefined {
  return [basename(path), extname(path).toLowerCase()].find((key) => Object.hasOwn(languages, key));
}
