import { expect, it } from 'vitest';
import type { LogEntry } from '../contract/index.ts';
import { openProject, type Page } from '../testing/project.ts';

const textOf = (page: Page, stream: LogEntry['stream']): string =>
  page.messages
    .flatMap((message) => (message.type === 'run.log' ? message.entries : []))
    .filter((entry) => entry.stream === stream)
    .map(({ text }) => text)
    .join('');

async function start(command: string, files: Record<string, string> = {}): Promise<Page> {
  const project = await openProject(files);
  const page = await project.page();
  page.send({ type: 'run.follow', after: 0 });
  await project.ask('run.start', { body: { command } });
  return page;
}

const ended = (page: Page) => page.message('run.state', ({ run }) => run.status === 'exited');
const asks = (page: Page, question: string) => page.until(() => textOf(page, 'stdout').includes(question));

it('shows a question without a line end, echoes the answer and lets the program go on', async () => {
  const c = '#include <stdio.h>\nint main() { char n[9]; printf("Name? "); scanf("%8s", n); printf("Ahoj %s\\n", n); }';
  const page = await start('cc -o ask ask.c && ./ask', { 'ask.c': c });
  await asks(page, 'Name? ');
  await page.message('run.state', ({ run }) => run.takesInput);
  page.send({ type: 'run.input', text: 'Žofie\r' });
  expect((await ended(page)).run).toMatchObject({ exitCode: 0, takesInput: false });
  await asks(page, 'Ahoj');
  expect(textOf(page, 'stdout')).toBe('Name? Žofie\nAhoj Žofie\n');
});

it('does not echo a password', async () => {
  const page = await start(`python3 -c "import getpass; print(len(getpass.getpass('Secret: ')))"`);
  await asks(page, 'Secret: ');
  page.send({ type: 'run.input', text: 'swordfish\r' });
  await ended(page);
  await asks(page, '9');
  expect(textOf(page, 'stdout')).not.toContain('swordfish');
});

it('ends the input with Ctrl-D', async () => {
  const page = await start('echo ready; sort -r; echo done');
  await asks(page, 'ready');
  page.send({ type: 'run.input', text: 'a\rb\r' });
  page.send({ type: 'run.input', text: '\u0004' });
  expect((await ended(page)).run.exitCode).toBe(0);
  await asks(page, 'done');
  expect(textOf(page, 'stdout')).toBe('ready\na\nb\nb\na\ndone\n');
});

it('interrupts with Ctrl-C and says so', async () => {
  const page = await start('echo ready; sleep 100');
  await asks(page, 'ready');
  page.send({ type: 'run.input', text: '\u0003' });
  expect((await ended(page)).run).toMatchObject({ signal: 'SIGINT', summary: 'The program was interrupted.' });
});

it('keeps output and errors in the order in which they were written, with the last words', async () => {
  const page = await start(
    `node -e "for (let i = 0; i < 200; i += 1) { console.log('o' + i); console.error('e' + i); } console.log('x'.repeat(300000));"`,
  );
  await ended(page);
  await page.until(() => textOf(page, 'stdout').endsWith('x\n'));
  const text = textOf(page, 'stdout');
  const pairs = Array.from({ length: 200 }, (_, index) => `o${index}\ne${index}\n`).join('');
  expect(text.replace(/x+/, ({ length }) => `${length} x`)).toBe(`${pairs}300000 x\n`);
});

it('shows a question of Python on the line of its answer', async () => {
  const page = await start(`python3 -c "print('Ahoj', input('Name? '))"`);
  await asks(page, 'Name? ');
  page.send({ type: 'run.input', text: 'Ana\r' });
  await ended(page);
  await asks(page, 'Ahoj');
  expect(textOf(page, 'stdout')).toBe('Name? Ana\nAhoj Ana\n');
});

it('ends well with programs that close their terminal first', async () => {
  const project = await openProject();
  for (let turn = 0; turn < 8; turn += 1) {
    const page = await project.page();
    await project.ask('run.start', { body: { command: 'rm -f gone' } });
    expect(
      (await page.message('run.state', ({ run }) => run.run === turn + 1 && run.status === 'exited')).run,
    ).toMatchObject({
      exitCode: 0,
      signal: null,
    });
  }
});

it('refuses input when nothing runs', async () => {
  const page = await (await openProject()).page();
  page.send({ type: 'run.input', text: 'hello\r' });
  expect((await page.message('error')).error.code).toBe('not_running');
});
