import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Client } from './client.ts';
import { GitClient, makeApiKey } from './git-client.ts';
import { invite } from './people.ts';
import { Project } from './project.ts';
import { removeData, startServer } from './server.ts';
import type { RunningServer } from './server.ts';

let server: RunningServer;
let owner: Client;
let git: GitClient;
let project: Project;
let slug: string;
let keys: Record<'owner' | 'editor', string>;

/** Put together here, so that this file may itself be pushed. */
const token = `ghp_${'aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3z0A'}`;

beforeAll(async () => {
  [server, git] = await Promise.all([startServer(), GitClient.create()]);
  owner = await new Client(server.origin).claim(server.setupLink);
  const editor = await invite(owner, 'Eva Editor');
  const made = await owner.do('POST', '/projects', { name: 'Weather', template: 'blank' });
  project = new Project(owner, made.id);
  slug = made.slug;
  await owner.do('POST', `/projects/${made.id}/members`, { email: 'eva.editor@example.org', role: 'editor' });
  keys = { owner: await makeApiKey(owner, 'project:write'), editor: await makeApiKey(editor.client, 'project:write') };
  await git.do('.', ['init', '--quiet', '--initial-branch=main', 'here']);
  await git.do('here', ['remote', 'add', 'origin', `${server.origin}/git/${slug}.git`]);
  await git.commit('here', 'notes.txt', 'mine\n');
  await git.do('here', ['push', '-u', 'origin', 'main'], keys.owner);
});
afterAll(async () => {
  await server?.interrupt();
  await removeData(server.dataDirectory);
  await git.remove();
});

interface Entry {
  event: string;
  actor: { name: string; apiKey: string | null };
  payload: Record<string, unknown>;
}

const entries = async (): Promise<Entry[]> => (await owner.do('GET', '/audit?event=git.push')).entries;

async function lookForObjects(): Promise<string> {
  await project.run('git count-objects -v; ls .git/objects | grep -c incoming');
  await project.ended();
  return project.log();
}

describe('a push with a secret', () => {
  it('is refused with commit, file and line, and nothing of it stays', async () => {
    const before = await lookForObjects();
    const commit = await git.commit('here', 'deploy.sh', `#!/bin/sh\n# Deploys\nTOKEN=${token}\n`);
    await git.commit('here', 'deploy.sh', '#!/bin/sh\n# Deploys\n');
    const refused = await git.git('here', ['push'], keys.editor);
    expect(refused.code).not.toBe(0);
    expect(refused.said).toContain(`deploy.sh:3 has a GitHub token, in commit ${commit}`);
    expect(refused.said).toContain('an owner of the project can push them: git push -o allow-secrets');
    expect(refused.said).not.toContain(token);
    expect((await project.read('deploy.sh')).status).toBe(404);
    expect((await lookForObjects()).slice(before.length)).toBe(before);
  });

  it('is let through for an owner who says so, and for nobody else', async () => {
    const other = await git.git('here', ['push', '-o', 'allow-secrets'], keys.editor);
    expect(other.said).toContain('so it was refused');
    expect((await git.git('here', ['push'], keys.owner)).said).toContain('git push -o allow-secrets');
    await git.do('here', ['push', '-o', 'allow-secrets'], keys.owner);
    await vi.waitFor(async () => expect((await entries())[0]?.payload['allowed']).toHaveLength(1), { timeout: 20_000 });
    const [entry] = await entries();
    expect(entry).toMatchObject({
      event: 'git.pushed',
      actor: { name: 'Olga Owner', apiKey: expect.stringMatching(/^key_/) },
      payload: { name: slug, over: 'http', allowed: [{ rule: 'github-token', path: 'deploy.sh', line: 3 }] },
    });
    expect(JSON.stringify(entry)).not.toContain(token);
  });

  it('is not refused over what was there before', async () => {
    await git.commit('here', 'deploy.sh', `#!/bin/sh\nTOKEN=${token}\n`);
    await git.do('here', ['push', '-o', 'allow-secrets'], keys.owner);
    await git.commit('here', 'deploy.sh', `#!/bin/sh\nset -e\nTOKEN=${token}\n`);
    expect(await git.git('here', ['push'], keys.editor)).toMatchObject({ code: 0 });
  });

  it('is refused for a private key, and not for speaking of one', async () => {
    const head = `-----BEGIN ${'OPENSSH PRIVATE KEY'}-----`;
    await git.commit('here', 'read.ts', `if (text.includes('${head}')) refuse();\n`);
    await git.do('here', ['push'], keys.editor);
    await git.commit('here', 'id', `${head}\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW\n`);
    const refused = await git.git('here', ['push'], keys.editor);
    expect(refused.said).toContain('id:1 has a private key');
    await git.do('here', ['reset', '--quiet', '--hard', 'HEAD~1']);
  });

  it('is found in what a merge alone brings', async () => {
    await git.do('here', ['switch', '--quiet', '-c', 'side', 'HEAD~1']);
    await git.commit('here', 'side.txt', 'side\n');
    await git.do('here', ['switch', '--quiet', 'main']);
    await git.do('here', ['merge', '--no-commit', '--no-ff', 'side']);
    await writeFile(join(git.folder, 'here/merged.txt'), `key: ${token}\n`);
    await git.do('here', ['add', 'merged.txt']);
    await git.do('here', ['commit', '--quiet', '-m', 'Merge']);
    const refused = await git.git('here', ['push'], keys.editor);
    expect(refused.said).toContain('merged.txt:1 has a GitHub token');
    await git.do('here', ['reset', '--quiet', '--hard', 'HEAD~1']);
  });
});

describe('the audit trail of pushes', () => {
  it('says who moved which branch from where to where, and nothing of refused ones', async () => {
    const before = (await git.do('here', ['rev-parse', 'origin/main'])).trim();
    const count = (await entries()).length;
    await git.commit('here', 'more.txt', 'more\n');
    await git.do('here', ['push', 'origin', 'main', 'main:aside'], keys.editor);
    const after = (await git.do('here', ['rev-parse', 'HEAD'])).trim();
    await vi.waitFor(async () => expect(await entries()).toHaveLength(count + 1), { timeout: 20_000 });
    const [entry] = await entries();
    expect(entry?.actor.name).toBe('Eva Editor');
    expect(entry?.payload['updates']).toEqual([
      { ref: 'refs/heads/main', before, after },
      { ref: 'refs/heads/aside', before: '0'.repeat(40), after },
    ]);
  });
});
