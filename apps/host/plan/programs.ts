import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';

/** How an operator adds a program to the sandboxes of this installation. */
const packages: Record<string, string> = {
  python3: 'python3 python3-venv',
  gcc: 'gcc libc6-dev',
  'g++': 'g++',
  make: 'make',
  go: 'golang-go',
  cargo: 'cargo',
  rustc: 'rustc',
  java: 'default-jdk-headless',
  javac: 'default-jdk-headless',
  mvn: 'maven',
  mcs: 'mono-mcs',
  mono: 'mono-runtime',
  sqlite3: 'sqlite3',
  ruby: 'ruby',
  php: 'php-cli',
  git: 'git',
};

/** The programs that we know and that a shell command begins its parts with; anything cleverer is left to the shell. */
export function programsOf(command: string): string[] {
  const words = command.split(/&&|\|\||[;|\n]/).map((part) => part.trim().split(/\s+/, 1)[0] ?? '');
  return words.filter((word) => Object.hasOwn(packages, word) || Object.hasOwn(byTheirMakers, word));
}

/** Programs that no distribution carries, with the page of their makers that says how to install them. */
const byTheirMakers: Record<string, string> = {
  dotnet: 'https://learn.microsoft.com/dotnet/core/install/linux',
};

const byNpm = new Set(['pnpm', 'yarn', 'bun', 'deno']);

export function isInstalled(program: string, path: string = process.env['PATH'] ?? ''): boolean {
  return path.split(':').some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return folder !== '';
    } catch {
      return false;
    }
  });
}

export function howToAdd(program: string): string {
  if (byNpm.has(program)) return `Run npm install -g ${program} in a terminal, or ask your operator to add it.`;
  if (program === 'node' || program === 'npm') return 'Ask your operator: Node belongs to every sandbox.';
  const page = byTheirMakers[program];
  if (page !== undefined) return `Ask your operator to install it on the machine: ${page}`;
  return `Ask your operator to install it on the machine: apt-get install ${packages[program] ?? program}`;
}
