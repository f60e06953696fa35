import { Session } from 'node:inspector';
import { connect, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { isMainThread, Worker, workerData } from 'node:worker_threads';

/**
 * Read by Node before a program that is debugged, see `environment` of the adapter. A thread of its own takes the messages
 * of the Chrome DevTools protocol between the adapter's socket and the main thread, which waits until the adapter has set
 * its breakpoints. Rejected: `--inspect-brk`, which listens on a TCP port that looks like one of the program's and writes
 * three lines into its output.
 */

interface Bridge {
  readonly debugSocket: string;
  readonly begin: SharedArrayBuffer;
  /** What the program was started with. */
  readonly words: readonly string[];
}

interface Message {
  readonly id?: number;
  readonly method: string;
  readonly params?: object;
}

/** They start the programs that people mean, and are none themselves. */
const launchers = /[\\/](npm|npx|yarn|pnpm|corepack)(-cli)?(\.[cm]?js)?$/;
/** Between two looks the main thread does what the adapter asks for; milliseconds. */
const glance = 5;

function lead(): void {
  const socket = process.env['ECODE_DEBUG_NODE'];
  if (socket === undefined || launchers.test(process.argv[1] ?? '')) return;
  const begin = new Int32Array(new SharedArrayBuffer(4));
  const data: Bridge = { debugSocket: socket, begin: begin.buffer, words: process.argv.slice(1) };
  const worker = new Worker(fileURLToPath(import.meta.url), { workerData: data, execArgv: [] });
  worker.unref();
  // The program runs without a debugger when there is none any more.
  while (Atomics.load(begin, 0) === 0) Atomics.wait(begin, 0, 0, glance);
}

function bridge({ debugSocket, begin, words }: Bridge): void {
  const started = new Int32Array(begin);
  const letGo = (): void => {
    Atomics.store(started, 0, 1);
    Atomics.notify(started, 0);
  };
  const session = new Session();
  session.connectToMainThread();
  const socket = connect(debugSocket);
  const send = (message: object): void => void socket.write(`${JSON.stringify(message)}\n`);
  send({ method: 'hello', params: { pid: process.pid, words } });
  session.on('inspectorNotification', send);
  socket.on('error', letGo);
  socket.once('close', () => {
    session.disconnect();
    letGo();
  });
  read(socket, ({ id, method, params }) => {
    if (method === 'begin') return letGo();
    session.post(method, params, (error, result) => send(error === null ? { id, result } : { id, error }));
  });
}

function read(socket: Socket, deliver: (message: Message) => void): void {
  let rest = '';
  socket.setEncoding('utf8').on('data', (piece: string) => {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) deliver(JSON.parse(line) as Message);
  });
}

const given = workerData as Partial<Bridge> | null;
if (isMainThread) lead();
else if (typeof given === 'object' && given?.debugSocket !== undefined) bridge(given as Bridge);
