import { requireCapability } from '../actor.ts';
import type { ClientMessage } from '../contract/messages.ts';
import { HostError } from '../failure.ts';
import type { PageSocket } from './page-socket.ts';

type Handlers = {
  [Type in ClientMessage['type']]: (
    socket: PageSocket,
    message: Extract<ClientMessage, { type: Type }>,
  ) => void | Promise<void>;
};

const handlers: Handlers = {
  ping: (socket, { request }) => socket.send({ type: 'pong', request }),
  'watch.start': (socket) => socket.watch(true),
  'watch.stop': (socket) => socket.watch(false),
  'run.follow': (socket, { after }) => socket.follow(after),
  'run.unfollow': (socket) => socket.follow(undefined),
  'run.input': (socket, { text }) => socket.host.runs.input(text),
  'terminal.open': async (socket, message) => {
    const session = await socket.host.terminals.open({
      columns: message.columns,
      rows: message.rows,
      workingDirectory: message.workingDirectory ?? '',
      environment: message.environment ?? {},
      createdBy: socket.actor,
    });
    socket.attach(session.describe().id, message.request);
  },
  'terminal.attach': (socket, { terminal, request }) => socket.attach(terminal, request),
  'terminal.detach': (socket, { terminal }) => socket.detach(terminal),
  'terminal.resize': (socket, { terminal, columns, rows }) => {
    // The size is the writer's: a page that looks on draws what is there.
    const session = socket.host.terminals.get(terminal);
    if (session.desk.mayType(socket.actor)) session.resize(columns, rows);
  },
  'terminal.rename': (socket, { terminal, title }) => socket.host.terminals.get(terminal).rename(title),
  'terminal.close': (socket, { terminal }) => socket.host.terminals.close(terminal, socket.actor),
  'terminal.control': (socket, message) => {
    socket.host.terminals.control(socket.actor, message);
    if (message.action === 'ask') socket.host.tellHolder(message.terminal, socket.actor);
    socket.send({ type: 'terminal.controlled', request: message.request });
  },
  'presence.update': (socket, whereabouts) => socket.host.presence.update(socket, whereabouts),
  'presence.summon': (socket) => socket.host.presence.summon(socket),
  ask: (socket, message) => socket.questions.ask(message),
  'ask.cancel': (socket, { request }) => socket.questions.cancel(request),
  'terminal.acknowledge': (socket, { terminal, bytes }) => socket.acknowledge(terminal, bytes),
};

/** What a person does, as opposed to what a page does by itself. */
const input: ReadonlySet<ClientMessage['type']> = new Set([
  'ask',
  'run.input',
  'terminal.open',
  'terminal.close',
  'terminal.rename',
  'terminal.control',
]);

/** Parses a text message, checks its capability and does it. Failures go back with the request's number. */
export async function receiveMessage(socket: PageSocket, text: string): Promise<void> {
  const { clientMessageSchema, messageCapabilities } = await import('../contract/messages.ts');
  const parsed = clientMessageSchema.safeParse(parseJson(text));
  if (!parsed.success) throw new HostError('request_invalid');
  const message = parsed.data;
  try {
    requireCapability(socket.actor, messageCapabilities[message.type]);
    if (input.has(message.type)) socket.host.activity.touch();
    const handle = handlers[message.type] as (socket: PageSocket, message: ClientMessage) => void | Promise<void>;
    await handle(socket, message);
  } catch (error) {
    socket.fail(error, 'request' in message ? message.request : undefined);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
