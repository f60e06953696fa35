import type { HostMessage } from '@e-code/host/contract';
import { expect, it, onTestFinished, vi } from 'vitest';
import { openTestProject, actor, type TestProject } from '../testing/project.ts';
import { Terminals } from '../terminal/terminals.ts';
import { HostSocket } from './socket.ts';

/** Node's WebSocket, with the header that a gateway would add. */
function connect(project: TestProject): HostSocket {
  const socket = new HostSocket({
    url: () => `${project.origin.replace('http', 'ws')}/socket`,
    // Node's constructor takes headers, which a browser's does not.
    open: (url) => Reflect.construct(WebSocket, [url, { headers: actor() }]) as WebSocket,
    backoff: { first: 20, longest: 100 },
  });
  onTestFinished(() => socket.close());
  socket.connect();
  return socket;
}

const becomes = (socket: HostSocket, state: string) => vi.waitFor(() => expect(socket.state.get()).toBe(state));

it('connects again by itself after the host was killed, and is welcomed by the new one', async () => {
  const project = await openTestProject();
  const instances: string[] = [];
  const socket = connect(project);
  socket.on('welcome', ({ instance }) => instances.push(instance));
  await becomes(socket, 'open');
  await project.kill();
  await becomes(socket, 'waiting');
  await project.start();
  await becomes(socket, 'open');
  expect(new Set(instances).size).toBe(2);
});

it('rejects what was asked when the connection breaks', async () => {
  const project = await openTestProject();
  const socket = connect(project);
  await becomes(socket, 'open');
  const attached = socket.request(
    (request) => ({ type: 'terminal.attach', request, terminal: 99 }),
    'terminal.attached',
  );
  await expect(attached).rejects.toMatchObject({ code: 'terminal_not_found' });
  socket.close();
  const late = socket.request((request) => ({ type: 'ping', request }), 'pong');
  await expect(late).rejects.toMatchObject({ code: 'offline' });
});

it('tells what happens on disk', async () => {
  const project = await openTestProject();
  const socket = connect(project);
  const paths: string[] = [];
  socket.on('files.changed', ({ events }) => paths.push(...events.map((event) => event.path)));
  socket.on('welcome', () => socket.send({ type: 'watch.start' }));
  const watching = new Promise<HostMessage>((resolve) => {
    socket.on('watch.state', (message) => message.watch.status === 'watching' && resolve(message));
  });
  await becomes(socket, 'open');
  await watching;
  await project.write('new.txt', '');
  await vi.waitFor(() => expect(paths).toContain('new.txt'));
});

it('draws a terminal from its snapshot and acknowledges what it drew, however much that is', async () => {
  const project = await openTestProject();
  const socket = connect(project);
  await becomes(socket, 'open');
  const terminals = new Terminals(socket);
  const { id } = await terminals.open({ columns: 80, rows: 24 });
  let drawn = 0;
  let end = '';
  const link = terminals.link(id, {
    size: () => ({ columns: 80, rows: 24 }),
    write: (bytes, done) => {
      drawn += bytes.length;
      end = (end + new TextDecoder().decode(bytes)).slice(-200);
      done();
    },
    reset: () => undefined,
    onAttached: () => undefined,
    onGone: () => undefined,
  });
  await link.attach();
  link.input(new TextEncoder().encode('head -c 3000000 /dev/zero | tr "\\0" x; echo; echo the-$((40+2))-end\n'));
  await vi.waitFor(() => expect(end).toContain('the-42-end'), { timeout: 12_000 });
  expect(drawn).toBeGreaterThan(100_000);
});
