import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openProject, type Project } from './testing/project.ts';

const give = (project: Project, variables: Record<string, string>) =>
  project.ask('environment.set', { body: { variables }, capabilities: ['platform'] });

/** What a program of the Run button prints. */
async function printed(project: Project, command: string): Promise<string> {
  const page = await project.page();
  await project.ask('run.start', { body: { command } });
  await page.message('run.state', ({ run }) => run.status === 'exited');
  const { entries } = (await project.ask('run.log')).json;
  page.socket.close();
  return entries.map(({ text }: { text: string }) => text).join('');
}

it('gives variables to the programs that begin afterwards, and takes away what is not named any more', async () => {
  const project = await openProject();
  expect((await give(project, { GREETING: 'héllo "you"', PLACE: 'here' })).status).toBe(200);
  expect(await printed(project, 'echo "[$GREETING]"')).toContain('[héllo "you"]');
  await give(project, { PLACE: 'there' });
  expect(await printed(project, 'echo "[$GREETING$PLACE]"')).toContain('[there]');
});

it('gives them to terminals', async () => {
  const project = await openProject();
  await give(project, { GREETING: 'hello' });
  const page = await project.page();
  const terminal = await page.openTerminal();
  page.type(terminal, 'echo "=$GREETING="\n');
  expect(await page.until(() => page.terminal(terminal).output.includes('=hello='))).toBe(true);
});

it('keeps the address of the key-value store where its clients look first', async () => {
  const project = await openProject();
  const path = join(project.folder, 'replitdb');
  await give(project, { REPLIT_DB_URL: 'http://10.0.0.1:1105/v0/abc' });
  expect(await readFile(path, 'utf8')).toBe('http://10.0.0.1:1105/v0/abc');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  await give(project, {});
  await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' });
});

it('takes them from the platform alone', async () => {
  const project = await openProject();
  const asPerson = await project.ask('environment.set', { body: { variables: { A: 'b' } } });
  expect(asPerson).toMatchObject({ status: 403, json: { code: 'capability_missing' } });
});

it('refuses what no shell would take', async () => {
  const project = await openProject();
  expect((await give(project, { 'NOT A NAME': 'x' })).status).toBe(400);
  expect((await give(project, { ZERO: 'a\0b' })).status).toBe(400);
});
