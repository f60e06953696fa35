import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import yauzl from 'yauzl';
import yazl from 'yazl';
import { z } from 'zod';
import { Client } from './client.ts';
import { Project } from './project.ts';
import { makeDataDirectory, removeData, startServer } from './server.ts';
import type { RunningServer } from './server.ts';

let server: RunningServer;
let client: Client;
let templates: z.output<typeof templateList>['templates'];

const templateList = z.object({
  templates: z.array(
    z.object({
      name: z.string(),
      missing: z.array(z.object({ program: z.string(), howToAdd: z.string() })),
    }),
  ),
});

beforeAll(async () => {
  const dataDirectory = await makeDataDirectory();
  server = await startServer({ dataDirectory });
  client = await new Client(server.origin).claim(server.setupLink);
  ({ templates } = templateList.parse(await client.do('GET', '/templates')));
});
afterAll(async () => {
  await server?.interrupt();
  await removeData(server.dataDirectory);
});

/** What a person sees after Run: on the page of the preview, or in the console. */
const shown: Record<string, RegExp> = {
  'node-express': /<title>Guest book<\/title>/,
  'node-vite-react': /<title>Habits<\/title>/,
  'python-flask': /<title>Reading list<\/title>/,
  'python-fastapi': /<title>Trails<\/title>/,
  'static-site': /<title>The moon tonight<\/title>/,
  bash: /bytes\s+main\.sh\s+█+/,
  c: /[#*█●o]/,
  rust: /The most frequent words of README\.md/,
  java: /January[\s\S]*December/,
};

interface Plan {
  missing: unknown[];
  ports: { local: number }[];
}

/** Presses Run. @returns the page of the preview, else the console, else the words of the refusal */
async function seeAfterRun(project: Project, { missing, ports: [port] }: Plan): Promise<string> {
  const started = await project.run();
  if (missing.length > 0) return `${started.body.code} ${started.body.details}`;
  if (started.status !== 200) throw new Error(started.text);
  if (port !== undefined) return openPage(project, port.local);
  const { exitCode, summary } = await project.ended(120_000);
  return exitCode === 0 ? project.log() : `${summary}\n${await project.log()}`;
}

async function openPage(project: Project, port: number): Promise<string> {
  const visit = await project.client.openPreview(project.id, port);
  const look = async (): Promise<string> => {
    const { status, text } = await visit('/');
    if (status !== 200) throw new Error(`${status} ${JSON.stringify(await project.state())} ${await project.log()}`);
    return text;
  };
  return vi.waitFor(look, { timeout: 90_000, interval: 250 });
}

const howToAdd = /^program_missing [\s\S]*apt-get install/;

describe('every template', () => {
  it.each(Object.keys(shown))(
    '%s runs and shows what it promises, or says how to add what it lacks',
    async (name) => {
      const project = await Project.create(client, name, `Language ${name}`);
      const { body: plan } = await project.ask('run.plan');
      // The gallery and the sandbox must agree about what is there.
      const lacking = templates.find((template) => template.name === name)?.missing.length !== 0;
      expect(plan.missing.length > 0).toBe(lacking);
      expect(await seeAfterRun(project, plan)).toMatch(lacking ? howToAdd : (shown[name] ?? /^$/));
      await client.do('POST', `/projects/${project.id}/session/stop`, {});
    },
    180_000,
  );

  it('is walked here, without the blank one', () => {
    const names = templates.map(({ name }) => name).filter((name) => name !== 'blank');
    expect(names.toSorted()).toEqual(Object.keys(shown).toSorted());
  });
});

describe('a project of another language', () => {
  const sources: Record<string, [file: string, content: string]> = {
    Go: ['main.go', 'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println("hello", "from Go") }\n'],
    PHP: ['index.php', '<?php echo "hello " . "from PHP";'],
    Ruby: ['main.rb', 'puts "hello " + "from Ruby"\n'],
    'C++': ['main.cpp', '#include <iostream>\nint main() { std::cout << "hello " << "from C++\\n"; }\n'],
    'C#': ['main.cs', 'class Hello { static void Main() => System.Console.WriteLine("hello " + "from C#"); }\n'],
    SQL: ['main.sql', "SELECT 'hello ' || 'from SQL' AS words;\n"],
    Python: ['main.py', 'print("hello", "from Python")\n'],
    TypeScript: [
      'index.ts',
      'const words: string[] = ["hello", "from", "TypeScript"];\nconsole.log(words.join(" "));\n',
    ],
  };

  it.each(Object.keys(sources))(
    'in %s is found by its file, and runs or says how to add what it needs',
    async (language) => {
      const project = await Project.create(
        client,
        'blank',
        `In ${language.replaceAll('+', 'p').replace('#', ' sharp')}`,
      );
      const [file, content] = sources[language] ?? ['', ''];
      await project.write(file, content);
      const { body: plan } = await project.ask('run.plan');
      expect(plan.source).toBe(file);
      const seen = await seeAfterRun(project, plan);
      expect(seen).toMatch(
        plan.missing.length > 0 ? howToAdd : new RegExp(`hello from ${language.replaceAll('+', '\\+')}`),
      );
      await client.do('POST', `/projects/${project.id}/session/stop`, {});
    },
    120_000,
  );
});

describe('a program that does not do what was hoped', () => {
  it('says what failed when its installation fails, and leaves the files alone', async () => {
    const project = await Project.create(client, 'blank', 'Unknown package');
    const manifest = JSON.stringify({
      scripts: { start: 'node .' },
      dependencies: { '@e-code/no-such-package-1f9c': '1.0.0' },
    });
    await project.write('package.json', manifest);
    expect((await project.run()).status).toBe(200);
    const { summary, exitCode } = await project.ended();
    expect(exitCode).not.toBe(0);
    expect(summary).toMatch(/^Installing .*(ended with|failed)/);
    expect((await project.read('package.json')).text).toBe(manifest);
    expect(await project.log()).toMatch(/npm (error|ERR)/i);
  });

  it('hints that no port was opened, and ends the whole tree on Stop', async () => {
    const project = await Project.create(client, 'blank', 'Silent');
    await project.write(
      '.replit',
      'run = "sleep 1000 & sleep 2000 & wait"\n[[ports]]\nlocalPort = 3000\nexternalPort = 80\n',
    );
    await project.run();
    await expect
      .poll(async () => (await project.state()).hint, { timeout: 40_000, interval: 250 })
      .toMatch(/has not opened port 3000/);
    await project.ask('run.stop', {}, { json: {} });
    expect((await project.ended()).status).toBe('exited');
    await project.run('pgrep -x sleep; echo "left: $?"');
    await project.ended();
    expect(await project.log()).toContain('left: 1');
  });
});

describe('importing and exporting', () => {
  it('unpacks a zip and leaves out what would land outside of the project', async () => {
    const project = await Project.create(client, 'blank', 'Imported');
    const zip = new yazl.ZipFile();
    zip.addBuffer(Buffer.from('console.log(1)\n'), 'site/src/index.js');
    for (const name of ['aa/aa/aa/evil-1', 'bbbb/evil-2']) zip.addBuffer(Buffer.from('evil'), name);
    zip.addBuffer(Buffer.from('/etc/passwd'), 'site/link', { mode: 0o120777 });
    zip.end();
    const pieces: Buffer[] = [];
    for await (const piece of zip.outputStream as AsyncIterable<Buffer>) pieces.push(piece);
    // The names are changed in place, as no careful library writes such ones: `../../..` and an absolute path.
    const evil = Buffer.concat(pieces)
      .toString('latin1')
      .replaceAll('aa/aa/aa/evil-1', '../../../evil-1')
      .replaceAll('bbbb/evil-2', '/tmp/evil-2');
    const { status, body } = await project.ask('files.unpack', {}, { body: Buffer.from(evil, 'latin1') });
    expect(status).toBe(200);
    expect(body).toMatchObject({ files: 1 });
    const leftOut = z.array(z.object({ name: z.string(), reason: z.string() })).parse(body.leftOut);
    expect(leftOut.map(({ reason }) => reason).toSorted()).toEqual(['symlink', 'unsafe_name', 'unsafe_name']);
    expect((await project.read('site/src/index.js')).text).toBe('console.log(1)\n');
    await project.run('find / -name "evil-[12]" -not -path "/proc/*" 2>/dev/null | wc -l');
    await project.ended();
    expect(await project.log()).toMatch(/\n0\n/);
  });

  it('clones by https only', async () => {
    const project = await Project.create(client, 'blank', 'Cloned');
    for (const url of [
      'file:///etc',
      'ssh://git@example.org/a.git',
      'git@example.org:a.git',
      'ext::sh -c id',
      '--upload-pack=id',
      'https://user:secret@example.org/a.git',
    ]) {
      const { status, body } = await project.ask('git.clone', {}, { json: { url, path: 'copy' } });
      expect([url, status]).toEqual([url, 400]);
      expect(body.message).toMatch(/https:\/\//);
    }
  });

  it('exports a zip that opens, with every file and its bytes', async () => {
    const project = await Project.create(client, 'static-site', 'Exported');
    const source = new URL('../../features/projects/server/templates/static-site/', import.meta.url);
    const folder = await mkdtemp(join(tmpdir(), 'ecode-export-'));
    try {
      await download(project, join(folder, 'project.zip'));
      const files = await unzip(join(folder, 'project.zip'));
      expect([...files.keys()]).toEqual(
        expect.arrayContaining(['.replit', 'README.md', 'index.html', 'moon.js', 'style.css']),
      );
      expect(files.get('moon.js')?.equals(await readFile(new URL('moon.js', source)))).toBe(true);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

/** Through fetch, because the bytes of a zip must not become text. */
async function download(project: Project, to: string): Promise<void> {
  const answer = await fetch(`${project.client.origin}/api/projects/${project.id}/host/files/archive`, {
    headers: { cookie: project.client.cookie ?? '' },
  });
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename.*\.zip/);
  const file = createWriteStream(to);
  file.end(Buffer.from(await answer.arrayBuffer()));
  await once(file, 'close');
}

async function unzip(path: string): Promise<Map<string, Buffer>> {
  const zip = await yauzl.openPromise(path);
  const files = new Map<string, Buffer>();
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName.endsWith('/')) continue;
    const pieces: Buffer[] = [];
    for await (const piece of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) pieces.push(piece);
    files.set(entry.fileName, Buffer.concat(pieces));
  }
  return files;
}
