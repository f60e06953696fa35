import type { ChannelDefinition } from '@e-code/kernel/contract';
import type { z } from 'zod';
import type { Bus } from './bus.ts';
import type { Clock } from './clock.ts';
import type { Database } from './database/connect.ts';
import type { Connections } from './http/connections.ts';
import type { Site } from './http/origin.ts';
import type { Log } from './log.ts';
import { liveTopic } from './live/topic.ts';

/** What features are built on. Handed to each feature's factory by composition. */
export interface Kernel {
  database: Database;
  bus: Bus;
  clock: Clock;
  log: Log;
  connections: Connections;
  site: Site;
  /** The folder for what is kept in files, such as volumes and outgoing mail of the local outbox. */
  dataDirectory: string;
}

/** Sends a message to every screen that listens to this key of the channel. */
export function publish<Key extends z.ZodType, Message extends z.ZodType>(
  kernel: Pick<Kernel, 'bus'>,
  definition: ChannelDefinition<Key, Message>,
  key: z.output<Key>,
  message: z.input<Message>,
): void {
  kernel.bus.publish(liveTopic(definition.name, key), definition.message.parse(message));
}
