import type { Actor } from '../contract/capabilities.ts';
import type { ClientMessage, HostMessage } from '../contract/messages.ts';
import type { Host } from '../host.ts';
import { answerQuestion } from '../routes.ts';

type Asked = Extract<ClientMessage, { type: 'ask' }>;

/** What one page asks on its socket and was not answered yet. */
export class Questions {
  readonly #host: Host;
  readonly #actor: Actor;
  readonly #send: (message: HostMessage) => void;
  readonly #open = new Map<number, AbortController>();

  constructor(host: Host, actor: Actor, send: (message: HostMessage) => void) {
    this.#host = host;
    this.#actor = actor;
    this.#send = send;
  }

  /** @throws HostError when the person may not, or it cannot be answered */
  async ask({ request, route, input }: Asked): Promise<void> {
    const controller = new AbortController();
    this.#open.set(request, controller);
    try {
      const { signal } = controller;
      const answer = await answerQuestion(this.#host, route, { input, actor: this.#actor, signal });
      this.#send({ type: 'answer', request, answer });
    } finally {
      this.#open.delete(request);
    }
  }

  cancel(request: number): void {
    this.#open.get(request)?.abort();
  }

  /** The page went away. */
  close(): void {
    for (const controller of this.#open.values()) controller.abort();
  }
}
