import { Store } from '../parts/store.ts';

/** `ended`: the server closed it for good, such as when the person was signed out or lost access. */
export type LineState = 'connecting' | 'open' | 'waiting' | 'ended';

export type LineOptions = {
  readonly url: () => string;
  readonly open?: (url: string) => WebSocket;
  /** The person has other rights from now on; the line comes back with them. */
  readonly onRightsChanged?: () => void;
  /** The first delay before a new attempt and the longest one, in milliseconds. */
  readonly backoff?: { readonly first: number; readonly longest: number };
  /** How often the other end is asked whether it is there, and how long it may take to answer, in milliseconds. */
  readonly pulse?: { readonly every: number; readonly patience: number };
};

/** What is spoken on a line. */
export type Conversation = {
  readonly opened: () => void;
  readonly received: (data: unknown) => void;
  /** The connection broke; everything that was on its way is unanswered. */
  readonly broken: () => void;
  /** Asks the other end for any sign of life. False: there is nothing to ask about. */
  readonly ping: () => boolean;
};

/** The gateway closes with these codes when connecting again is of no use. */
const finalCodes = new Set([4401, 4403, 4404]);

/** The gateway closes with this code when the person got another role. */
const rightsCode = 4001;

/** A WebSocket that connects again by itself with growing, jittered delays, and that notices when nobody answers. */
export class Line {
  readonly state = new Store<LineState>('connecting');
  readonly #options: LineOptions;
  readonly #conversation: Conversation;
  #socket: WebSocket | undefined;
  #attempts = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pulse: ReturnType<typeof setInterval> | undefined;
  #heard = 0;
  #probing: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;

  constructor(options: LineOptions, conversation: Conversation) {
    this.#options = options;
    this.#conversation = conversation;
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
    socket.addEventListener('open', () => this.#opened());
    socket.addEventListener('message', (event: MessageEvent) => this.#receive(socket, event.data));
    socket.addEventListener('close', (event: CloseEvent) => this.#closed(socket, event.code));
    socket.addEventListener('error', () => socket.close());
  }

  /** The other end has let this page in. */
  accept(): void {
    this.#attempts = 0;
    this.state.set('open');
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
  send(data: string | Uint8Array<ArrayBuffer>): boolean {
    if (this.#socket?.readyState !== 1) return false;
    this.#socket.send(data);
    return true;
  }

  /** Asks for a sign of life now: the network may be gone. Without one in time the connection counts as broken. */
  probe(): void {
    const socket = this.#socket;
    if (socket?.readyState !== 1) return;
    const asked = Date.now();
    if (!this.#conversation.ping()) return;
    clearTimeout(this.#probing);
    this.#probing = setTimeout(() => {
      if (this.#heard < asked) this.#closed(socket, 1006);
    }, this.#pulseOptions.patience);
  }

  get #pulseOptions(): { every: number; patience: number } {
    return this.#options.pulse ?? { every: 6000, patience: 3000 };
  }

  #opened(): void {
    this.#heard = Date.now();
    this.#pulse = setInterval(() => this.probe(), this.#pulseOptions.every);
    this.#conversation.opened();
  }

  #receive(socket: WebSocket, data: unknown): void {
    if (this.#socket !== socket) return;
    this.#heard = Date.now();
    this.#conversation.received(data);
  }

  #closed(socket: WebSocket, code: number): void {
    if (this.#socket !== socket) return;
    this.#release();
    if (code === rightsCode) this.#options.onRightsChanged?.();
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
    clearTimeout(this.#probing);
    const socket = this.#socket;
    this.#socket = undefined;
    if (socket && socket.readyState <= 1) socket.close();
    this.#conversation.broken();
  }
}
