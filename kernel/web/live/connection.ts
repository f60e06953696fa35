import { liveResponseSchema, type LiveRequest, type LiveResponse } from '../../contract/channel.ts';

export type LiveState = 'idle' | 'connecting' | 'open' | 'waiting';

export type Subscriber = {
  /** Something happened on the channel. */
  readonly onEvent: (event: unknown) => void;
  /** The subscription holds again after a break: events may have been missed, so what was read before is stale. */
  readonly onResume?: () => void;
  /** The server does not let this page listen: no access, or no such channel. It is not asked again. */
  readonly onRefused?: (refusal: { code: string; message: string }) => void;
};

export type LiveOptions = {
  readonly url: () => string;
  /** The delay before the first new attempt and the longest one, in milliseconds. */
  readonly backoff?: { readonly first: number; readonly longest: number };
  /** The server ends the connection and says why. It may be the session or the server that ends: the caller finds out. */
  readonly onEnd?: (reason: string) => void;
  readonly onState?: (state: LiveState) => void;
};

type Subscription = Subscriber & { channel: string; key: unknown; wasOpen: boolean; lastSequence: number };

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * One WebSocket for all live channels of a page. It is opened with the first subscription; a broken connection is
 * opened again with growing, jittered delays, and every subscription is renewed.
 */
export class LiveConnection {
  readonly #options: LiveOptions;
  readonly #subscriptions = new Map<number, Subscription>();
  #socket: WebSocket | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #attempts = 0;
  #nextId = 1;
  #ended = false;
  #state: LiveState = 'idle';

  constructor(options: LiveOptions) {
    this.#options = options;
  }

  get state(): LiveState {
    return this.#state;
  }

  /** Listens to a channel. Returns how to stop. */
  subscribe(channel: string, key: unknown, subscriber: Subscriber): () => void {
    const id = this.#nextId;
    this.#nextId += 1;
    this.#subscriptions.set(id, { ...subscriber, channel, key, wasOpen: false, lastSequence: -1 });
    if (this.#socket?.readyState === WebSocket.OPEN) this.#send({ type: 'subscribe', id, channel, key });
    else this.#connect();
    return () => this.#unsubscribe(id);
  }

  /** Tries at once instead of waiting: the browser says that the network is back. */
  retryNow(): void {
    if (this.#state !== 'waiting') return;
    this.#attempts = 0;
    this.#connect();
  }

  close(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#socket?.close(1000);
    this.#setState('idle');
  }

  #unsubscribe(id: number): void {
    if (!this.#subscriptions.delete(id)) return;
    if (this.#socket?.readyState === WebSocket.OPEN) this.#send({ type: 'unsubscribe', id });
  }

  #connect(): void {
    if (this.#ended || this.#state === 'connecting' || this.#state === 'open') return;
    clearTimeout(this.#timer);
    this.#setState('connecting');
    const socket = new WebSocket(this.#options.url());
    this.#socket = socket;
    socket.addEventListener('open', () => this.#onOpen());
    socket.addEventListener('message', (frame) => this.#onMessage(String(frame.data)));
    socket.addEventListener('close', () => this.#onClose(socket));
  }

  #onOpen(): void {
    this.#setState('open');
    for (const [id, { channel, key }] of this.#subscriptions) this.#send({ type: 'subscribe', id, channel, key });
  }

  #onMessage(text: string): void {
    // A newer server may say what this page does not know: that is passed over.
    const message = liveResponseSchema.safeParse(readJson(text));
    if (message.success) this.#take(message.data);
  }

  #take(message: LiveResponse): void {
    if (message.type === 'end') return this.#options.onEnd?.(message.reason);
    const subscription = this.#subscriptions.get(message.id);
    if (!subscription) return undefined;
    if (message.type === 'refused') {
      this.#subscriptions.delete(message.id);
      return subscription.onRefused?.({ code: message.code, message: message.message });
    }
    if (message.type === 'subscribed') {
      // Only an accepted subscription proves that the server works again; an open socket alone may be a proxy's.
      this.#attempts = 0;
      subscription.lastSequence = -1;
      if (subscription.wasOpen) subscription.onResume?.();
      subscription.wasOpen = true;
      return undefined;
    }
    if (message.sequence <= subscription.lastSequence) return undefined;
    subscription.lastSequence = message.sequence;
    return subscription.onEvent(message.event);
  }

  #onClose(socket: WebSocket): void {
    if (socket !== this.#socket || this.#ended) return;
    this.#socket = undefined;
    if (this.#subscriptions.size === 0) return this.#setState('idle');
    const { first, longest } = this.#options.backoff ?? { first: 500, longest: 15_000 };
    // Full jitter on the upper half: a thousand pages that lost one server do not come back in one moment.
    const delay = Math.min(longest, first * 2 ** this.#attempts) * (0.5 + Math.random() / 2);
    this.#attempts += 1;
    this.#setState('waiting');
    this.#timer = setTimeout(() => this.#connect(), delay);
    return undefined;
  }

  #send(message: LiveRequest): void {
    this.#socket?.send(JSON.stringify(message));
  }

  #setState(next: LiveState): void {
    if (next === this.#state) return;
    this.#state = next;
    this.#options.onState?.(next);
  }
}
