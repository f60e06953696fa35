import { eq } from 'drizzle-orm';
import type { Kernel, RevocableCache } from '@e-code/kernel/server';
import { sessions } from '../tables.ts';
import type { KnownSession } from './known-session.ts';

/** Bus topics by which every process of an installation learns that what it keeps is no longer true. */
const ENDED = 'accounts.sessions_ended';
const CHANGED = 'accounts.person_changed';

interface Ended {
  ids: string[];
  reason: string;
}

interface Changed {
  personId: string;
  /** Cuts the person's open sockets with this reason, so that they come back with the new role. */
  reconnect?: string;
}

export function publishEnded({ bus }: Pick<Kernel, 'bus'>, message: Ended): void {
  bus.publish(ENDED, message);
}

export function publishChanged({ bus }: Pick<Kernel, 'bus'>, message: Changed): void {
  bus.publish(CHANGED, message);
}

/** Forgets what was revoked and cuts its sockets. @returns the function that stops listening */
export function listenForRevocations(kernel: Kernel, cache: RevocableCache<KnownSession>): () => void {
  const unsubscribe = [
    kernel.bus.subscribe(ENDED, (message) => {
      const { ids, reason } = message as Ended;
      cache.forget(({ id }) => ids.includes(id));
      for (const id of ids) kernel.connections.endSession(id, reason);
    }),
    kernel.bus.subscribe(CHANGED, (message) => {
      const { personId, reconnect } = message as Changed;
      cache.forget((session) => session.personId === personId);
      if (reconnect !== undefined) void endConnections(kernel, personId, reconnect);
    }),
  ];
  return () => {
    for (const end of unsubscribe) end();
  };
}

async function endConnections(kernel: Kernel, personId: string, reason: string): Promise<void> {
  try {
    const condition = eq(sessions.personId, personId);
    const rows = await kernel.database.read.select({ id: sessions.id }).from(sessions).where(condition);
    for (const { id } of rows) kernel.connections.endSession(id, reason);
  } catch (error) {
    kernel.log.error({ err: error, personId }, 'The sockets of a person could not be found to be ended');
  }
}
