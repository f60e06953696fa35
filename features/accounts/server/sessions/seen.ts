import { sql as query } from 'drizzle-orm';
import type { Kernel } from '@e-code/kernel/server';

/** A session ends after this long without use, and after ABSOLUTE_DAYS in any case. */
export const IDLE_DAYS = 30;
const ABSOLUTE_DAYS = 180;
const EVERY_MS = 5_000;
const AGAIN_MS = 60_000;

/**
 * Writes when sessions were last seen: many requests, one statement every few seconds, and each session once a minute at
 * most. A crash loses a few seconds of it, which changes nothing that a person would notice.
 */
export function createSeenWriter(kernel: Kernel): {
  note(sessionId: string, address: string): void;
  start(): void;
  stop(): Promise<void>;
} {
  const waiting = new Map<string, string>();
  let written = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;

  async function write(): Promise<void> {
    if (waiting.size === 0) return;
    const ids = [...waiting.keys()];
    const addresses = [...waiting.values()];
    waiting.clear();
    const now = kernel.clock.now();
    written = new Map([...written].filter(([, at]) => now.getTime() - at < AGAIN_MS));
    for (const id of ids) written.set(id, now.getTime());
    try {
      await kernel.database.read.execute(query`
        UPDATE accounts.sessions SET seen_at = ${now.toISOString()}::timestamptz, address = seen.address,
          expires_at = least(created_at + make_interval(days => ${ABSOLUTE_DAYS}),
            ${now.toISOString()}::timestamptz + make_interval(days => ${IDLE_DAYS}))
        FROM unnest(${query.param(ids)}::text[], ${query.param(addresses)}::text[]) AS seen (id, address)
        WHERE sessions.id = seen.id`);
    } catch (error) {
      kernel.log.warn({ err: error }, 'When sessions were last seen could not be written');
    }
  }

  return {
    note(sessionId, address) {
      const at = written.get(sessionId);
      if (at === undefined || kernel.clock.now().getTime() - at >= AGAIN_MS) waiting.set(sessionId, address);
    },
    start() {
      timer = setInterval(() => void write(), EVERY_MS).unref();
    },
    async stop() {
      clearInterval(timer);
      await write();
    },
  };
}
