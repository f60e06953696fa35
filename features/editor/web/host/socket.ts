import {
  decodeFrame,
  encodeFrame,
  hostMessageSchema,
  type ClientMessage,
  type Frame,
  type HostMessage,
  type QuickRoute,
} from '@e-code/host/contract';
import type { Readable } from '../parts/store.ts';
import { Line, type LineOptions, type LineState } from './line.ts';
import { HostProblem } from './problem.ts';

type MessageOf<Type extends HostMessage['type']> = Extract<HostMessage, { type: Type }>;
type Listener = (message: HostMessage) => void;

/**
 * The WebSocket to the project host. What has to hold again after a break (watching, following, attached terminals) is
 * done by whoever listens to `welcome`.
 */
export class HostSocket {
  readonly state: Readable<LineState>;
  readonly #line: Line;
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #frames = new Map<number, (frame: Frame) => void>();
  readonly #requests = new Map<
    number,
    { resolve: (message: HostMessage) => void; reject: (problem: HostProblem) => void }
  >();
  #lastRequest = 0;

  constructor(options: LineOptions) {
    this.#line = new Line(options, {
      opened: () => undefined,
      received: (data) => this.#receive(data),
      broken: () => {
        for (const request of this.#requests.keys()) this.#refuse(request, new HostProblem(0, { code: 'offline' }));
      },
      ping: () => this.send({ type: 'ping', request: 0 }),
    });
    this.state = this.#line.state;
  }

  connect(): void {
    this.#line.connect();
  }

  /** Connects at once instead of after the delay. */
  retryNow(): void {
    this.#line.retryNow();
  }

  /** Asks for a sign of life now, since the network may be gone. */
  probe(): void {
    this.#line.probe();
  }

  close(): void {
    this.#line.close();
  }

  /** False when it could not be sent: there is no connection. */
  send(message: ClientMessage): boolean {
    return this.#line.send(JSON.stringify(message));
  }

  sendFrame(frame: Frame): boolean {
    return this.#line.send(encodeFrame(frame));
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

  /** Asks a route without a request of its own. Undefined when there is no connection. */
  ask(route: QuickRoute, input: unknown, signal?: AbortSignal): Promise<unknown> | undefined {
    if (this.state.get() !== 'open') return undefined;
    const answer = this.request((request) => ({ type: 'ask', request, route, input }), 'answer');
    const request = this.#lastRequest;
    const cancel = (): void => void this.send({ type: 'ask.cancel', request });
    if (signal?.aborted === true) cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    return answer.then((message) => message.answer).finally(() => signal?.removeEventListener('abort', cancel));
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

  #receive(data: unknown): void {
    if (data instanceof ArrayBuffer) {
      const frame = decodeFrame(new Uint8Array(data));
      if (frame) this.#frames.get(frame.terminal)?.(frame);
      return;
    }
    const parsed = hostMessageSchema.safeParse(readJson(data));
    if (parsed.success) this.#deliver(parsed.data);
  }

  #deliver(message: HostMessage): void {
    if (message.type === 'welcome') this.#line.accept();
    if (message.type === 'error' && message.request !== undefined) {
      const { code } = message.error;
      this.#refuse(message.request, new HostProblem(400, { ...message.error, code }));
    } else if ('request' in message && message.request !== undefined) {
      this.#requests.get(message.request)?.resolve(message);
      this.#requests.delete(message.request);
    }
    for (const listener of this.#listeners.get(message.type) ?? []) listener(message);
  }

  #refuse(request: number, problem: HostProblem): void {
    this.#requests.get(request)?.reject(problem);
    this.#requests.delete(request);
  }
}

function readJson(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}
