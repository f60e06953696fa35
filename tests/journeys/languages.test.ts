import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import yauzl from 'yauzl';
import yazl from 'yazl';
import { z } from 'zod';
import { Client } from './client.ts';
import { Project } from './project.ts';
import { makeDataDirectory, removeData, startServer } from './server.ts';
import type { RunningServer } from './server.ts';

let server: RunningServer;
let client: Client;
let templates: { name: string; shows: string; missing: { program: string; howToAdd: string }[] }[];

const templateList = z.object({
  templates: z.array(
    z.object({
      name: z.string(),
      shows: z.enum(['page', 'console', 'nothing']),
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

async function opens(project: Project, port: number): Promise<string> {
  const visit = await project.client.openPreview(project.id, port);
  await expect
    .poll(async () => (await visit('/')).status, { timeout: 90_000, interval: 200 })
    .toBe(200)
    .catch(async (error: unknown) => {
      throw new Error(`${JSON.stringify(await project.state())}\n${await project.log()}`, { cause: error });
    });
  return (await visit('/')).text;
}

describe('every template', () => {
  it.each(Object.keys(shown))(
    '%s runs and shows what it promises, or says how to add what it lacks',
    async (name) => {
      const template = templates.find((candidate) => candidate.name === name);
      const project = await Project.create(client, name, `Language ${name}`);
      const { body: plan } = await project.ask('run.plan');
      // The gallery and the sandbox must agree about what is there.
      expect([plan.missing.length > 0, plan.missing]).toEqual([(template?.missing.length ?? 0) > 0, template?.missing]);
      const started = await project.run();
      const lacking = plan.missing.length > 0;
      expect([started.status, started.body.code ?? 'started']).toEqual(
        lacking ? [409, 'program_missing'] : [200, 'started'],
      );
      if (lacking) {
        expect(`${started.body.message} ${started.body.details}`).toMatch(/install|add/i);
        return;
      }
      if (template?.shows === 'page') {
        expect(await opens(project, 3000)).toMatch(shown[name] ?? /^$/);
      } else {
        expect(await project.ended(120_000)).toMatchObject({ exitCode: 0 });
        expect(await project.log()).toMatch(shown[name] ?? /^$/);
      }
      await project.client.do('POST', `/projects/${project.id}/session/stop`, {});
    },
    180_000,
  );

  it('is walked here, without the blank one', () => {
    expect(
      templates
        .map(({ name }) => name)
        .filter((name) => name !== 'blank')
        .toSorted(),
    ).toEqual(Object.keys(shown).toSorted());
  });
});

describe('every other language', () => {
  const files: Record<string, [file: string, content: string, output: string]> = {
    go: ['main.go', 'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println("hello from go") }\n', 'hello from go'],
    php: ['index.php', '<?php echo "hello from php";', 'hello from php'],
    ruby: ['main.rb', 'puts "hello from ruby"\n', 'hello from ruby'],
    'g++': ['main.cpp', '#include <iostream>\nint main() { std::cout << "hello from c++\\n"; }\n', 'hello from c++'],
    python3: ['main.py', 'print("hello from python")\n', 'hello from python'],
    node: [
      'index.ts',
      'const words: string = "hello from typescript";\nconsole.log(words);\n',
      'hello from typescript',
    ],
  };

  it.each(Object.keys(files))(
    '%s is found by its file, and runs or says how to add it',
    async (program) => {
      const [file, content, output] = files[program] ?? ['', '', ''];
      const project = await Project.create(client, 'blank', `Detected ${program.replaceAll('+', 'p')}`);
      await project.write(file, content);
      const { body: plan } = await project.ask('run.plan');
      expect(plan.explanation).not.toBe('');
      const started = await project.run();
      if (plan.missing.length > 0) {
        expect(started.body.code).toBe('program_missing');
        expect(started.body.details).toMatch(new RegExp(`apt.*(install|${program})`));
      } else if (plan.ports.length > 0) {
        expect(await opens(project, plan.ports[0].local)).toContain(output);
      } else {
        expect(await project.ended()).toMatchObject({ exitCode: 0 });
        expect(await project.log()).toContain(output);
      }
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
