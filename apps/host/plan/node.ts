import { z } from 'zod';
import { type Detector, type Draft, type Install, type InstallDetector, quote } from './draft.ts';
import type { ProjectFiles } from './project-files.ts';

const packageSchema = z.object({
  main: z.string().optional().catch(undefined),
  scripts: z.record(z.string(), z.string()).catch({}),
  dependencies: z.record(z.string(), z.unknown()).catch({}),
  devDependencies: z.record(z.string(), z.unknown()).catch({}),
});
type Package = z.output<typeof packageSchema>;

const usualFiles = [
  'index.js',
  'index.mjs',
  'server.js',
  'app.js',
  'main.js',
  'index.ts',
  'server.ts',
  'main.ts',
  'src/index.js',
  'src/index.ts',
];

interface Manager {
  readonly name: string;
  readonly lock: string;
  readonly install: string;
}

const managers: readonly Manager[] = [
  { name: 'pnpm', lock: 'pnpm-lock.yaml', install: 'pnpm install --frozen-lockfile' },
  { name: 'yarn', lock: 'yarn.lock', install: 'yarn install --frozen-lockfile' },
  { name: 'bun', lock: 'bun.lock', install: 'bun install --frozen-lockfile' },
  { name: 'npm', lock: 'package-lock.json', install: 'npm ci --no-audit --no-fund' },
];
const withoutLock: Manager = { name: 'npm', lock: 'package.json', install: 'npm install --no-audit --no-fund' };

const managerOf = (files: ProjectFiles): Manager => managers.find(({ lock }) => files.has(lock)) ?? withoutLock;

/** package.json: scripts.dev, scripts.start, main; otherwise a usual file name. */
export const detectNode: Detector = async (files) => {
  const manifest = await readPackage(files);
  const script = ['dev', 'start'].find((name) => manifest?.scripts[name] !== undefined);
  if (script !== undefined) return fromScript(managerOf(files).name, script, manifest?.scripts[script] ?? '');
  const main = manifest?.main;
  if (main !== undefined && (await files.changed(main)) !== undefined) return fromFile(main, 'package.json: main');
  const candidates = manifest === undefined ? usualWithout(files) : usualFiles;
  for (const name of candidates) if ((await files.changed(name)) !== undefined) return fromFile(name, name);
  return undefined;
};

/** Without package.json only files of the top count; beside index.html they are scripts of the page, but for a server. */
function usualWithout(files: ProjectFiles): string[] {
  const names = usualFiles.filter((name) => !name.includes('/'));
  return files.has('index.html') ? names.filter((name) => name.startsWith('server.')) : names;
}

function fromScript(manager: string, script: string, content: string): Draft {
  return {
    command: `${manager} run ${script}`,
    source: `package.json: scripts.${script}`,
    explanation: `Runs the script "${script}" of package.json: ${content}`,
    programs: ['node', manager],
  };
}

const fromFile = (path: string, source: string): Draft => ({
  command: `node ${quote(path)}`,
  source,
  explanation: `Runs ${path} with Node.`,
  entrypoint: path,
  programs: ['node'],
});

/** Dependencies are needed when package.json names some and they are absent or older than the lock file. */
export const detectNodeInstall: InstallDetector = async (files) => {
  const manifest = await readPackage(files);
  if (manifest === undefined || Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }).length === 0)
    return undefined;
  const manager = managerOf(files);
  const needed = await whyNeeded(files, manager);
  const install: Install = {
    command: manager.install,
    needed: needed !== undefined,
    why: needed ?? 'The dependencies in node_modules are up to date.',
    programs: [manager.name],
  };
  return install;
};

async function whyNeeded(files: ProjectFiles, manager: Manager): Promise<string | undefined> {
  if (!files.has('node_modules')) return 'The dependencies of package.json are not installed yet (no node_modules).';
  const installed = (await files.changed('node_modules/.package-lock.json')) ?? (await files.changed('node_modules'));
  const wanted = await files.changed(manager.lock);
  const stale = installed !== undefined && wanted !== undefined && wanted > installed;
  return stale ? `${manager.lock} is newer than node_modules.` : undefined;
}

async function readPackage(files: ProjectFiles): Promise<Package | undefined> {
  const text = files.has('package.json') ? await files.text('package.json') : undefined;
  if (text === undefined) return undefined;
  try {
    return packageSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
