import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { Failure, kernelErrors, liveRequestSchema } from '@e-code/kernel/contract';
import type { ChannelDefinition, LiveRequest, LiveResponse } from '@e-code/kernel/contract';
import { authorize } from '../access/authorize.ts';
import type { AccessRule } from '../access/rule.ts';
import type { Actor } from '../access/actor.ts';
import type { SocketDoor } from '../feature.ts';
import { toFailure } from '../http/failures.ts';
import type { Kernel } from '../kernel.ts';
import { liveTopic } from './topic.ts';

/** A channel with the rule that decides who may listen. */
export interface LiveChannel {
  definition: ChannelDefinition;
  rule: AccessRule;
}

const MAX_SUBSCRIPTIONS = 200;
const PING_MS = 30_000;
// A screen that does not read for this long is gone or broken; it will reconnect and refetch.
const MAX_BUFFERED_BYTES = 1_000_000;

/** The `/api/live` socket: one per page, many subscriptions, each checked on its own. */
export function createLiveDoor(kernel: Kernel, channels: Map<string, LiveChannel>): SocketDoor {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 64 * 1024 });
  return {
    path: '/api/live',
    access: 'kernel.live',
    summary: 'Live updates for open screens',
    handle: ({ request, socket, head, actor }) =>
      sockets.handleUpgrade(request, socket, head, (webSocket) => serve(kernel, channels, webSocket, actor)),
  };
}

function serve(kernel: Kernel, channels: Map<string, LiveChannel>, webSocket: WebSocket, actor: Actor): void {
  const subscriptions = new Map<number, () => void>();
  const send = (message: LiveResponse): void => {
    if (webSocket.bufferedAmount > MAX_BUFFERED_BYTES) webSocket.terminate();
    else webSocket.send(JSON.stringify(message));
  };
  const forget = kernel.connections.add({
    actor,
    subject: undefined,
    end(reason) {
      send({ type: 'end', reason });
      webSocket.close(4001, reason);
    },
  });
  const ping = setInterval(() => webSocket.ping(), PING_MS);
  webSocket.on('message', (data: Buffer) => void receive(String(data)));
  webSocket.on('error', () => webSocket.terminate());
  webSocket.on('close', () => {
    clearInterval(ping);
    forget();
    for (const end of subscriptions.values()) end();
  });

  async function receive(text: string): Promise<void> {
    const message = readRequest(text);
    if (message === undefined) return webSocket.close(4400, 'unreadable message');
    if (message.type === 'unsubscribe') return unsubscribe(message.id);
    try {
      await subscribe(message);
      send({ type: 'subscribed', id: message.id });
    } catch (error) {
      const { code, message: sentence } = error instanceof Failure ? error : toFailure(error, kernel.log);
      send({ type: 'refused', id: message.id, code, message: sentence });
    }
  }

  async function subscribe({ id, channel, key }: Extract<LiveRequest, { type: 'subscribe' }>): Promise<void> {
    const known = channels.get(channel);
    const parsed = known?.definition.key.safeParse(key);
    if (known === undefined || parsed?.success !== true || subscriptions.size >= MAX_SUBSCRIPTIONS) {
      throw kernelErrors.not_found();
    }
    const { rule } = known;
    await authorize(rule, { actor, input: parsed.data, sql: kernel.database.read, now: kernel.clock.now() });
    let sequence = 0;
    unsubscribe(id);
    const topic = liveTopic(channel, parsed.data);
    subscriptions.set(
      id,
      kernel.bus.subscribe(topic, (event) => send({ type: 'event', id, sequence: ++sequence, event })),
    );
  }

  function unsubscribe(id: number): void {
    subscriptions.get(id)?.();
    subscriptions.delete(id);
  }
}

function readRequest(text: string): LiveRequest | undefined {
  try {
    return liveRequestSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
