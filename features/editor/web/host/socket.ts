import {
  decodeFrame,
  encodeFrame,
  hostMessageSchema,
  type ClientMessage,
  type Frame,
  type HostMessage,
} from '@e-code/host/contract';
import { Store } from '../parts/store.ts';
import { HostProblem } from './problem.ts';

/** `ended`: the server closed it for good, such as when the person was signed out or lost access. */
export type SocketState = 'connecting' | 'open' | 'waiting' | 'ended';

type MessageOf<Type extends HostMessage['type']> = Extract<HostMessage, { type: Type }>;
type Listener = (message: HostMessage) => void;

export type SocketOptions = {
  readonly url: () => string;
  readonly open?: (url: string) => WebSocket;
  /** The first delay before a new attempt and the longest one, in milliseconds. */
  readonly backoff?: { readonly first: number; readonly longest: number };
  /** How often the other end is asked whether it is there, and how long it may take to answer, in milliseconds. */
  readonly pulse?: { readonly every: number; readonly patience: number };
};

/** The gateway closes with these codes when connecting again is of no use. */
const finalCodes = new Set([4401, 4403, 4404]);

/**
 * The WebSocket to the project host. It connects again by itself with growing, jittered delays; what has to hold
 * again after a break (watching, following, attached terminals) is done by whoever listens to `welcome`.
 */
export class HostSocket {
  readonly state = new Store<SocketState>('connecting');
  readonly #options: SocketOptions;
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #frames = new Map<number, (frame: Frame) => void>();
  readonly #requests = new Map<
    number,
    { resolve: (message: HostMessage) => void; reject: (problem: HostProblem) => void }
  >();
  #socket: WebSocket | undefined;
  #attempts = 0;
  #lastRequest = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pulse: ReturnType<typeof setInterval> | undefined;
  #heard = 0;
  #stopped = false;

  constructor(options: SocketOptions) {
    this.#options = options;
  }

  connect(): void {
    this.#stopped = false;
    if (this.#socket !== undefined) return;
    clearTimeout(this.#timer);
    this.state.set('connecting');
    const open = this.#options.open ?? ((url) => new WebSocket(url));
    const socket = open(this.#options.url());
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('open', () => this.#opened(socket));
    socket.addEventListener('message', (event: MessageEvent) => this.#receive(event.data));
    socket.addEventListener('close', (event: CloseEvent) => this.#closed(socket, event.code));
    socket.addEventListener('error', () => socket.close());
  }

  /** Connects at once instead of after the delay. */
  retryNow(): void {
    if (this.state.get() !== 'waiting') return;
    this.#attempts = 0;
    this.connect();
  }

  close(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#socket?.close(1000);
    this.#release();
    this.state.set('connecting');
  }

  /** False when it could not be sent: there is no connection. */
  send(message: ClientMessage): boolean {
    return this.#transmit(JSON.stringify(message));
  }

  sendFrame(frame: Frame): boolean {
    return this.#transmit(encodeFrame(frame));
  }

  /** Sends a message that is answered; rejects with `HostProblem` when refused or when the connection breaks. */
  request<Type extends HostMessage['type']>(
    build: (request: number) => ClientMessage,
    answer: Type,
  ): Promise<MessageOf<Type>> {
    this.#lastRequest += 1;
    const request = this.#lastRequest;
    return new Promise((resolve, reject) => {
      this.#requests.set(request, {
        resolve: (message) => {
          if (message.type === answer) resolve(message as MessageOf<Type>);
        },
        reject,
      });
      if (!this.send(build(request))) this.#refuse(request, new HostProblem(0, { code: 'offline' }));
    });
  }

  on<Type extends HostMessage['type']>(type: Type, listener: (message: MessageOf<Type>) => void): () => void {
    const listeners = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, listeners.add(listener as Listener));
    return () => listeners.delete(listener as Listener);
  }

  onFrame(terminal: number, listener: (frame: Frame) => void): () => void {
    this.#frames.set(terminal, listener);
    return () => {
      if (this.#frames.get(terminal) === listener) this.#frames.delete(terminal);
    };
  }

  #opened(socket: WebSocket): void {
    this.#heard = Date.now();
    const { every, patience } = this.#options.pulse ?? { every: 15_000, patience: 10_000 };
    this.#pulse = setInterval(() => {
      if (Date.now() - this.#heard > every + patience) this.#closed(socket, 1006);
      else this.send({ type: 'ping', request: 0 });
    }, every);
  }

  #receive(data: unknown): void {
    this.#heard = Date.now();
    if (data instanceof ArrayBuffer) {
      const frame = decodeFrame(new Uint8Array(data));
      if (frame) this.#frames.get(frame.terminal)?.(frame);
      return;
    }
    const parsed = hostMessageSchema.safeParse(readJson(data));
    if (parsed.success) this.#deliver(parsed.data);
  }

  #deliver(message: HostMessage): void {
    if (message.type === 'welcome') {
      this.#attempts = 0;
      this.state.set('open');
    }
    if (message.type === 'error' && message.request !== undefined) {
      const { code } = message.error;
      this.#refuse(message.request, new HostProblem(400, { ...message.error, code }));
    } else if ('request' in message && message.request !== undefined) {
      this.#requests.get(message.request)?.resolve(message);
      this.#requests.delete(message.request);
    }
    for (const listener of this.#listeners.get(message.type) ?? []) listener(message);
  }

  #closed(socket: WebSocket, code: number): void {
    if (this.#socket !== socket) return;
    this.#release();
    if (this.#stopped || finalCodes.has(code)) return this.state.set('ended');
    const { first, longest } = this.#options.backoff ?? { first: 300, longest: 8000 };
    // Spread, so that the pages of a server that comes back do not all come at once.
    const spread = (crypto.getRandomValues(new Uint8Array(1))[0] ?? 128) / 255;
    const delay = Math.min(longest, first * 2 ** this.#attempts) * (0.75 + spread / 2);
    this.#attempts += 1;
    this.state.set('waiting');
    this.#timer = setTimeout(() => this.connect(), delay);
  }

  #release(): void {
    clearInterval(this.#pulse);
    const socket = this.#socket;
    this.#socket = undefined;
    if (socket && socket.readyState <= 1) socket.close();
    for (const request of this.#requests.keys()) this.#refuse(request, new HostProblem(0, { code: 'offline' }));
  }

  #refuse(request: number, problem: HostProblem): void {
    this.#requests.get(request)?.reject(problem);
    this.#requests.delete(request);
  }

  #transmit(data: string | Uint8Array<ArrayBuffer>): boolean {
    if (this.#socket?.readyState !== 1) return false;
    this.#socket.send(data);
    return true;
  }
}

function readJson(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}
