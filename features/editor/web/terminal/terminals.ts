import type { ClientMessage, Frame, Terminal } from '@e-code/host/contract';
import { HostProblem } from '../host/problem.ts';
import type { HostSocket } from '../host/socket.ts';
import { Store } from '../parts/store.ts';

/** Where a terminal is drawn. */
export type TerminalScreen = {
  readonly size: () => { columns: number; rows: number };
  /** Draws bytes, then calls back: that is when they count as drawn. */
  readonly write: (bytes: Uint8Array, drawn: () => void) => void;
  readonly reset: () => void;
  readonly onAttached: (terminal: Terminal) => void;
  readonly onGone: (problem: HostProblem) => void;
};

/** Acknowledging every frame would cost a message each; the host lets more than this run ahead. */
const acknowledgeEvery = 64 * 1024;

/** A page's view of one terminal of the host: attached again after every break, drawn from a snapshot. */
export class TerminalLink {
  readonly id: number;
  readonly #socket: HostSocket;
  readonly #screen: TerminalScreen;
  readonly #stop: (() => void)[];
  #undrawn = 0;
  #drawn = 0;
  #attached = false;
  /** Typed before the host let this page in: sent then, so that quick hands lose nothing. */
  #early: Uint8Array[] = [];

  constructor(socket: HostSocket, id: number, screen: TerminalScreen) {
    this.id = id;
    this.#socket = socket;
    this.#screen = screen;
    this.#stop = [
      socket.onFrame(id, (frame) => this.#receive(frame)),
      socket.on('welcome', () => void this.attach()),
      () => socket.send({ type: 'terminal.detach', terminal: id }),
    ];
  }

  async attach(): Promise<void> {
    this.#undrawn = 0;
    this.#drawn = 0;
    this.#attached = false;
    try {
      const terminal = this.id;
      const answer = await this.#socket.request(
        (request) => ({ type: 'terminal.attach', request, terminal }),
        'terminal.attached',
      );
      this.#attached = true;
      this.#screen.onAttached(answer.terminal);
      this.resize();
      for (const data of this.#early.splice(0)) this.input(data);
    } catch (error) {
      if (error instanceof HostProblem && error.status !== 0) this.#screen.onGone(error);
    }
  }

  input(data: Uint8Array): void {
    if (this.#attached) this.#socket.sendFrame({ kind: 'input', terminal: this.id, payload: data });
    else this.#early.push(data);
  }

  resize(): void {
    this.#socket.send({ type: 'terminal.resize', terminal: this.id, ...this.#screen.size() });
  }

  detach(): void {
    for (const stop of this.#stop) stop();
  }

  #receive({ kind, payload }: Frame): void {
    if (kind === 'snapshot') this.#screen.reset();
    const { length } = payload;
    this.#undrawn += length;
    this.#screen.write(payload, () => this.#didDraw(length));
  }

  #didDraw(bytes: number): void {
    this.#undrawn -= bytes;
    this.#drawn += bytes;
    if (this.#drawn === 0 || (this.#drawn < acknowledgeEvery && this.#undrawn > 0)) return;
    this.#socket.send({ type: 'terminal.acknowledge', terminal: this.id, bytes: this.#drawn });
    this.#drawn = 0;
  }
}

export type ControlAction = Extract<ClientMessage, { type: 'terminal.control' }>['action'];

/** The terminals of the project. */
export class Terminals {
  readonly list = new Store<readonly Terminal[]>([]);
  readonly #socket: HostSocket;

  constructor(socket: HostSocket) {
    this.#socket = socket;
    socket.on('welcome', ({ terminals }) => this.list.set(terminals));
    socket.on('terminals.changed', ({ terminals }) => this.list.set(terminals));
  }

  /** Opens a shell. Rejects with `HostProblem`. */
  async open(size: { columns: number; rows: number }, workingDirectory?: string): Promise<Terminal> {
    const answer = await this.#socket.request(
      (request) => ({
        type: 'terminal.open',
        request,
        ...size,
        ...(workingDirectory !== undefined && { workingDirectory }),
      }),
      'terminal.attached',
    );
    // The link that draws it attaches for itself, so that one way leads to a screen.
    this.#socket.send({ type: 'terminal.detach', terminal: answer.terminal.id });
    return answer.terminal;
  }

  close(id: number): void {
    this.#socket.send({ type: 'terminal.close', terminal: id });
  }

  rename(id: number, title: string): void {
    this.#socket.send({ type: 'terminal.rename', terminal: id, title });
  }

  /** Whether this person may type there, as far as this page knows. */
  mayType(id: number, person: string | undefined): boolean {
    const access = this.list.get().find((terminal) => terminal.id === id)?.access;
    return access === undefined || person === undefined || access.open || access.holder.id === person;
  }

  /** Changes who may type. Rejects with `HostProblem`. */
  async control(id: number, action: ControlAction, to?: string): Promise<void> {
    await this.#socket.request(
      (request) => ({ type: 'terminal.control', request, terminal: id, action, ...(to !== undefined && { to }) }),
      'terminal.controlled',
    );
  }

  /** Told when somebody asks to type in a terminal that this person holds. */
  onAsked(listener: (terminal: number, by: { id: string; name: string }) => void): () => void {
    return this.#socket.on('terminal.asked', ({ terminal, by }) => listener(terminal, by));
  }

  link(id: number, screen: TerminalScreen): TerminalLink {
    return new TerminalLink(this.#socket, id, screen);
  }
}
