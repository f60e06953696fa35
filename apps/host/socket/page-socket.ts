import { WebSocket } from 'ws';
import type { Actor } from '../contract/capabilities.ts';
import { decodeFrame, encodeFrame, frameCapabilities } from '../contract/frames.ts';
import type { HostMessage, WatchState } from '../contract/messages.ts';
import { requireCapability } from '../actor.ts';
import { toHostError } from '../failure.ts';
import type { Host } from '../host.ts';
import { Viewer } from '../terminals/viewer.ts';
import { version } from '../version.ts';
import type { FileEvent } from '../watch/watcher.ts';
import { Questions } from './questions.ts';
import { receiveMessage } from './receive.ts';
import { TypedInput } from './typed-input.ts';

/** The log waits while a page has this much unread, and goes on from where it was. */
const logHighWater = 1024 * 1024;
const logPiece = 256 * 1024;
/** A page with so much unread is not reading at all. */
const deadWater = 64 * 1024 * 1024;

/** One connected page. */
export class PageSocket {
  readonly host: Host;
  readonly actor: Actor;
  readonly questions: Questions;
  readonly #socket: WebSocket;
  readonly #viewers = new Map<number, Viewer>();
  readonly #typed: TypedInput;
  readonly #watching = {
    changed: (events: FileEvent[], overflow: boolean): void => this.send({ type: 'files.changed', events, overflow }),
    state: (watch: WatchState): void => this.send({ type: 'watch.state', watch }),
  };
  #followed: number | undefined;
  #alive = true;

  constructor(host: Host, actor: Actor, socket: WebSocket) {
    this.host = host;
    this.actor = actor;
    this.#socket = socket;
    this.questions = new Questions(host, actor, (message) => this.send(message));
    this.#typed = new TypedInput(host.documents);
    socket.on('message', (data: Buffer, binary: boolean) => this.#receive(data, binary));
    socket.on('pong', () => (this.#alive = true));
    socket.on('error', () => socket.terminate());
    socket.once('close', () => this.#gone());
    this.#welcome();
  }

  send(message: HostMessage): void {
    this.#transmit(JSON.stringify(message));
  }

  fail(error: unknown, request?: number): void {
    const { body } = toHostError(error);
    this.send({ type: 'error', error: body, ...(request !== undefined && { request }) });
  }

  /** Ends the connection when the last ping was not answered, otherwise asks again. */
  checkPulse(): void {
    if (!this.#alive) return this.#socket.terminate();
    this.#alive = false;
    this.#socket.ping();
  }

  close(): void {
    this.#socket.close(1001);
  }

  watch(on: boolean): void {
    if (on) this.host.watch.add(this.#watching);
    else this.host.watch.remove(this.#watching);
  }

  follow(after: number | undefined): void {
    this.#followed = after;
    this.pumpLog();
  }

  /** Sends what is new in the log, as much as the page can take. */
  pumpLog(): void {
    while (this.#followed !== undefined && this.#socket.bufferedAmount < logHighWater) {
      const { entries, dropped } = this.host.runs.log.after(this.#followed, logPiece);
      const last = entries.at(-1);
      if (last === undefined || this.#socket.readyState !== WebSocket.OPEN) return;
      this.#followed = last.sequence;
      this.#transmit(JSON.stringify({ type: 'run.log', entries, dropped } satisfies HostMessage), () => this.pumpLog());
    }
  }

  attach(terminal: number, request: number): void {
    const session = this.host.terminals.get(terminal);
    this.detach(terminal);
    const viewer = new Viewer(this.actor, {
      output: (payload) => this.#transmit(encodeFrame({ kind: 'output', terminal, payload })),
      snapshot: (payload) => this.#transmit(encodeFrame({ kind: 'snapshot', terminal, payload })),
    });
    this.#viewers.set(terminal, viewer);
    session.attach(viewer);
    this.send({ type: 'terminal.attached', request, terminal: session.describe() });
  }

  detach(terminal: number): void {
    const viewer = this.#viewers.get(terminal);
    this.#viewers.delete(terminal);
    if (viewer !== undefined && this.host.terminals.has(terminal)) this.host.terminals.get(terminal).detach(viewer);
  }

  acknowledge(terminal: number, bytes: number): void {
    const viewer = this.#viewers.get(terminal);
    if (viewer !== undefined && this.host.terminals.has(terminal)) {
      this.host.terminals.get(terminal).acknowledge(viewer, bytes);
    }
  }

  #welcome(): void {
    const { instance, terminals, runs, ports, watch } = this.host;
    this.send({
      type: 'welcome',
      instance,
      version,
      terminals: terminals.list(),
      run: runs.state,
      ports: ports.ports,
      watch: watch.state,
    });
  }

  #receive(data: Buffer, binary: boolean): void {
    if (binary) return this.#receiveFrame(data);
    receiveMessage(this, data.toString('utf8')).catch((error: unknown) => this.fail(error));
  }

  #receiveFrame(data: Buffer): void {
    try {
      const frame = decodeFrame(data);
      if (frame?.kind !== 'input') return;
      requireCapability(this.actor, frameCapabilities.input);
      this.host.activity.touch();
      const session = this.host.terminals.get(frame.terminal);
      if (!session.desk.mayType(this.actor)) return;
      this.#typed.put(frame.payload, () => session.input(frame.payload));
    } catch (error) {
      this.fail(error);
    }
  }

  #transmit(data: string | Uint8Array, sent?: () => void): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    if (this.#socket.bufferedAmount > deadWater) return this.#socket.terminate();
    this.#socket.send(data, sent);
  }

  #gone(): void {
    this.#followed = undefined;
    this.watch(false);
    this.questions.close();
    this.host.presence.leave(this);
    for (const terminal of this.#viewers.keys()) this.detach(terminal);
    this.host.sockets.delete(this);
  }
}
