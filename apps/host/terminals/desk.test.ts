import { expect, it } from 'vitest';
import { openProject, type Page } from '../testing/project.ts';

const everything = ['read' as const, 'write' as const, 'run' as const];
const ben = { id: 'u2', name: 'Ben' };

/** A terminal of Žofie that Ben looks at. */
async function openShared() {
  const project = await openProject();
  const holder = await project.page();
  const terminal = await holder.openTerminal();
  const guest = await project.page(everything, ben);
  guest.send({ type: 'terminal.attach', request: 1, terminal });
  await guest.message('terminal.attached');
  return { project, holder, guest, terminal };
}

let request = 100;

async function control(page: Page, terminal: number, action: string, to?: string): Promise<string> {
  request += 1;
  const asked = request;
  page.send({ type: 'terminal.control', request: asked, terminal, action, to });
  return page.until(() => {
    for (const message of page.messages) {
      if (message.type === 'terminal.controlled' && message.request === asked) return 'done';
      if (message.type === 'error' && message.request === asked) return message.error.code;
    }
    return undefined;
  });
}

const access = (page: Page) => page.messages.findLast((message) => message.type === 'terminals.changed')?.terminals[0];

it('is typed into by whoever opened it, and only looked at by others', async () => {
  const { holder, guest, terminal } = await openShared();
  guest.type(terminal, 'echo not-$((1 + 1))\r');
  // What the host drops leaves no trace; what the holder types next comes after it.
  guest.send({ type: 'ping', request: 7 });
  await guest.message('pong');
  holder.type(terminal, 'echo from-$((2 + 2))\r');
  await guest.until(() => guest.terminal(terminal).output.includes('from-4'));
  expect(guest.terminal(terminal).output).not.toContain('not-2');
});

it('shows who looks at it and who may type', async () => {
  const { guest } = await openShared();
  await guest.until(() => access(guest)?.people.length === 2);
  expect(access(guest)).toMatchObject({
    people: [
      { id: 'u1', name: 'Žofie' },
      { id: 'u2', name: 'Ben' },
    ],
    access: { open: false, holder: { id: 'u1', name: 'Žofie' } },
  });
});

it('is handed over on request, and not taken from somebody who is there', async () => {
  const { holder, guest, terminal } = await openShared();
  expect(await control(guest, terminal, 'take')).toBe('terminal_held');
  expect(await control(guest, terminal, 'ask')).toBe('done');
  expect((await holder.message('terminal.asked')).by).toEqual(ben);
  expect(await control(holder, terminal, 'give', 'u2')).toBe('done');
  guest.type(terminal, 'echo mine-$((3 + 3))\r');
  await holder.until(() => holder.terminal(terminal).output.includes('mine-6'));
});

it('can be taken when its holder is gone', async () => {
  const { holder, guest, terminal } = await openShared();
  holder.socket.terminate();
  await guest.until(() => access(guest)?.people.length === 1);
  expect(await control(guest, terminal, 'take')).toBe('done');
  guest.type(terminal, 'echo taken-$((4 + 4))\r');
  await guest.until(() => guest.terminal(terminal).output.includes('taken-8'));
});

it('is everybody’s while it is open', async () => {
  const { holder, guest, terminal } = await openShared();
  expect(await control(guest, terminal, 'open')).toBe('terminal_held');
  expect(await control(holder, terminal, 'open')).toBe('done');
  guest.type(terminal, 'echo open-$((5 + 5))\r');
  await guest.until(() => guest.terminal(terminal).output.includes('open-10'));
});

it('keeps the size of whoever types', async () => {
  const { holder, guest, terminal } = await openShared();
  holder.send({ type: 'terminal.resize', terminal, columns: 90, rows: 30 });
  guest.send({ type: 'terminal.resize', terminal, columns: 40, rows: 10 });
  holder.type(terminal, 'stty size\r');
  await expect(holder.until(() => holder.terminal(terminal).output.includes('30 90'))).resolves.toBe(true);
});

it('is not closed by somebody who looks on', async () => {
  const { holder, guest, terminal } = await openShared();
  guest.send({ type: 'terminal.close', terminal });
  expect((await guest.message('error')).error.code).toBe('terminal_held');
  holder.type(terminal, 'echo alive-$((6 + 6))\r');
  await holder.until(() => holder.terminal(terminal).output.includes('alive-12'));
});
