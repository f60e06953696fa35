import { sql as query } from 'drizzle-orm';
import type { Kernel } from '@e-code/kernel/server';

const EVERY_MS = 5_000;
const AGAIN_MS = 60_000;

/**
 * Writes when keys were last used and from where: many requests, one statement every few seconds, and each key once a
 * minute at most. A crash loses a few seconds of it.
 */
export function createUseWriter(kernel: Kernel): {
  note(keyId: string, address: string): void;
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
        UPDATE api_keys.keys SET last_used_at = ${now.toISOString()}::timestamptz, last_used_from = used.address
        FROM unnest(${query.param(ids)}::text[], ${query.param(addresses)}::text[]) AS used (id, address)
        WHERE keys.id = used.id`);
    } catch (error) {
      kernel.log.warn({ err: error }, 'When API keys were last used could not be written');
    }
  }

  return {
    note(keyId, address) {
      const at = written.get(keyId);
      if (at === undefined || kernel.clock.now().getTime() - at >= AGAIN_MS) waiting.set(keyId, address);
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
