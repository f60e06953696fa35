import { mkdir, mkdtemp, realpath, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { makePlan } from './plan.ts';

async function planOf(files: Record<string, string>) {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'plan-')));
  onTestFinished(() => rm(root, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return { root, plan: await makePlan(root) };
}

const commandCases: [name: string, files: Record<string, string>, command: string | null, source: string][] = [
  ['a string in .replit', { '.replit': 'run = "npm start"' }, 'npm start', '.replit: run'],
  ['a list in .replit', { '.replit': 'run = ["echo", "it\'s me"]' }, `echo 'it'\\''s me'`, '.replit: run'],
  ['compile and run', { '.replit': 'compile = "make"\nrun = ["./a.out"]' }, 'make && ./a.out', '.replit: run'],
  ['run.args', { '.replit': '[run]\nargs = ["go", "run", "."]' }, 'go run .', '.replit: run'],
  [
    'a workflow',
    {
      '.replit':
        '[workflows]\nrunButton = "Project"\n[[workflows.workflow]]\nname = "Project"\nmode = "parallel"\n[[workflows.workflow.tasks]]\ntask = "workflow.run"\nargs = "Web"\n' +
        '[[workflows.workflow]]\nname = "Web"\n[[workflows.workflow.tasks]]\ntask = "shell.exec"\nargs = "npm run dev"\nwaitForPort = 5000\n',
    },
    'npm run dev',
    '.replit: workflows.Project',
  ],
  ['.replit without run', { '.replit': 'hidden = [".x"]', 'main.py': 'print(1)' }, 'python3 main.py', 'main.py'],
  ['broken .replit', { '.replit': 'run = = 3', 'main.sh': '' }, 'bash main.sh', 'main.sh'],
  ['Procfile', { Procfile: 'worker: x\nweb: gunicorn app', 'package.json': '{}' }, 'gunicorn app', 'Procfile: web'],
  [
    'scripts.dev before start',
    { 'package.json': '{"scripts":{"start":"a","dev":"b"}}' },
    'npm run dev',
    'package.json: scripts.dev',
  ],
  [
    'pnpm',
    { 'package.json': '{"scripts":{"start":"a"}}', 'pnpm-lock.yaml': '' },
    'pnpm run start',
    'package.json: scripts.start',
  ],
  ['main', { 'package.json': '{"main":"lib/x.js"}', 'lib/x.js': '' }, 'node lib/x.js', 'package.json: main'],
  ['index.js alone', { 'index.js': '' }, 'node index.js', 'index.js'],
  [
    'FastAPI',
    { 'main.py': 'from fastapi import FastAPI\napi = FastAPI()\n' },
    'python3 -m uvicorn main:api --host 0.0.0.0 --port $PORT --reload',
    'main.py',
  ],
  [
    'Flask',
    { 'app.py': 'app = Flask(__name__)\n' },
    'python3 -m flask --app app:app run --debug --host 0.0.0.0 --port $PORT',
    'app.py',
  ],
  ['Flask that starts itself', { 'app.py': 'app = Flask(__name__)\napp.run()' }, 'python3 app.py', 'app.py'],
  ['Django', { 'manage.py': '' }, 'python3 manage.py runserver 0.0.0.0:$PORT', 'manage.py'],
  ['Cargo', { 'Cargo.toml': '' }, 'cargo run', 'Cargo.toml'],
  ['Go', { 'main.go': '' }, 'go run main.go', 'main.go'],
  ['C# project', { 'shop.csproj': '', 'Program.cs': '' }, 'dotnet run --project shop.csproj', 'shop.csproj'],
  ['SQL', { 'main.sql': '', 'seed.sql': '' }, 'sqlite3 -batch -bail -box :memory: < main.sql', 'main.sql'],
  ['the only SQL', { 'my notes.sql': '' }, `sqlite3 -batch -bail -box :memory: < 'my notes.sql'`, 'my notes.sql'],
  ['a site with its schema', { 'index.html': '', 'schema.sql': '' }, null, 'index.html'],
  ['Maven', { 'pom.xml': '' }, 'mvn -q compile exec:java', 'pom.xml'],
  ['Makefile with run', { Makefile: 'all:\n\trun: x\nrun: all\n\t./x\n' }, 'make run', 'Makefile: run'],
  ['PHP site', { 'index.php': '' }, 'php -S 0.0.0.0:$PORT', 'index.php'],
  ['PHP program', { 'main.php': '' }, 'php main.php', 'main.php'],
  ['Ruby', { 'main.rb': '' }, 'ruby main.rb', 'main.rb'],
  ['TypeScript alone', { 'index.ts': '' }, 'node index.ts', 'index.ts'],
  ['a site', { 'index.html': '' }, null, 'index.html'],
  ['a site with scripts', { 'index.html': '', 'main.js': '', 'index.js': '' }, null, 'index.html'],
  ['a server with its page', { 'index.html': '', 'server.js': '' }, 'node server.js', 'server.js'],
  ['a site in public', { 'public/index.html': '', 'README.md': '' }, null, 'public/index.html'],
];

it.each(commandCases)('finds how to run: %s', async (_, files, command, source) => {
  const { plan } = await planOf(files);
  expect([plan?.command, plan?.source]).toEqual([command, source]);
  expect(plan?.explanation).toMatch(/^[A-Z].*\.?$/);
});

it('finds nothing in an empty project', async () => {
  expect((await planOf({ 'README.md': '' })).plan).toBeUndefined();
});

it('takes ports, environment, entrypoint and hidden names from .replit', async () => {
  const text =
    'run = "x"\nentrypoint = "a.ts"\nhidden = [".config"]\n[env]\nA = "1"\nB = 2\n[[ports]]\nlocalPort = 5000\nexternalPort = 80\n[unknown.things]\nx = 1';
  const { plan } = await planOf({ '.replit': text });
  expect(plan).toMatchObject({
    entrypoint: 'a.ts',
    hidden: ['.config'],
    ports: [{ local: 5000, external: 80 }],
    environment: { A: '1', B: '2', PORT: '5000' },
  });
});

it('warns about a .replit that is not TOML', async () => {
  const { plan } = await planOf({ '.replit': 'run = = 3', 'main.sh': '' });
  expect(plan?.warnings[0]).toMatch(/^\.replit could not be read/);
});

it('installs Node packages when they are absent or older than the lock', async () => {
  const files = { 'package.json': '{"scripts":{"start":"x"},"dependencies":{"a":"1"}}', 'package-lock.json': '{}' };
  const { root, plan } = await planOf(files);
  expect(plan?.install).toMatchObject({ needed: true, command: 'npm ci --no-audit --no-fund' });
  await mkdir(join(root, 'node_modules'));
  await writeFile(join(root, 'node_modules/.package-lock.json'), '{}');
  expect((await makePlan(root))?.install?.needed).toBe(false);
  const later = Date.now() / 1000 + 60;
  await utimes(join(root, 'package-lock.json'), later, later);
  expect((await makePlan(root))?.install).toMatchObject({
    needed: true,
    why: 'package-lock.json is newer than node_modules.',
  });
});

it('installs Python requirements into .venv and runs with it', async () => {
  const { root, plan } = await planOf({ 'main.py': '', 'requirements.txt': 'flask\n' });
  expect(plan?.install).toMatchObject({ needed: true, command: expect.stringContaining('-r requirements.txt') });
  expect(plan?.environment['PATH']).toMatch(new RegExp(`^${root}/.venv/bin:`));
  await mkdir(join(root, '.venv'));
  await writeFile(join(root, '.venv/.installed'), '');
  expect((await makePlan(root))?.install?.needed).toBe(false);
  const { plan: project } = await planOf({
    'main.py': '',
    'pyproject.toml': '[project]\ndependencies = ["rich>=13", "a b"]',
  });
  expect(project?.install?.command).toContain(`'rich>=13' 'a b'`);
});

it('finds nothing to run in several files of SQL', async () => {
  expect((await planOf({ 'a.sql': '', 'b.sql': '' })).plan).toBeUndefined();
});

/** Looks for programs in these folders alone, until the test ends. */
function setPath(folders: string): void {
  const path = process.env['PATH'];
  onTestFinished(() => void (process.env['PATH'] = path));
  process.env['PATH'] = folders;
}

const absent: [file: string, program: string, howToAdd: string][] = [
  ['main.go', 'go', 'apt-get install golang-go'],
  ['main.sql', 'sqlite3', 'apt-get install sqlite3'],
  ['Program.cs', 'mcs', 'apt-get install mono-mcs'],
  ['shop.csproj', 'dotnet', 'https://learn.microsoft.com/dotnet/core/install/linux'],
];

it.each(absent)('says for %s that %s is absent and how to add it', async (file, program, howToAdd) => {
  setPath('/nonexistent');
  const { plan } = await planOf({ [file]: '' });
  expect(plan?.missing[0]).toEqual({
    program,
    howToAdd: `Ask your operator to install it on the machine: ${howToAdd}`,
  });
});

it('prefers .NET to Mono for a file of C#, where it is installed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'programs-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'dotnet'), '', { mode: 0o755 });
  setPath('/nonexistent');
  expect((await planOf({ 'main.cs': '' })).plan?.command).toContain('mono .build/main.exe');
  setPath(folder);
  expect((await planOf({ 'main.cs': '' })).plan).toMatchObject({ command: 'dotnet run main.cs', missing: [] });
});
