import type { Kernel } from './kernel.ts';

const EVERY_MS = 5_000;
const AGAIN_MS = 60_000;

/** What was used since the last writing: ids and, beside each, the address it was used from. */
export interface Uses {
  readonly ids: string[];
  readonly addresses: string[];
  readonly at: Date;
}

export interface UseWriter {
  note(id: string, address: string): void;
  start(): void;
  stop(): Promise<void>;
}

/**
 * Writes when things such as sessions and keys were last used: many requests, one statement every few seconds, and each
 * thing once a minute at most. A crash loses a few seconds of it, which changes nothing that a person would notice.
 * @param what named in the log when it cannot be written
 */
export function createUseWriter(kernel: Kernel, what: string, write: (uses: Uses) => Promise<unknown>): UseWriter {
  const waiting = new Map<string, string>();
  let written = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;

  async function writeAll(): Promise<void> {
    if (waiting.size === 0) return;
    const uses = { ids: [...waiting.keys()], addresses: [...waiting.values()], at: kernel.clock.now() };
    waiting.clear();
    const now = uses.at.getTime();
    written = new Map([...written].filter(([, at]) => now - at < AGAIN_MS));
    for (const id of uses.ids) written.set(id, now);
    await write(uses).catch((error: unknown) =>
      kernel.log.warn({ err: error }, `The last use of ${what} was not written`),
    );
  }

  return {
    note(id, address) {
      const at = written.get(id);
      if (at === undefined || kernel.clock.now().getTime() - at >= AGAIN_MS) waiting.set(id, address);
    },
    start() {
      timer = setInterval(() => void writeAll(), EVERY_MS).unref();
    },
    async stop() {
      clearInterval(timer);
      await writeAll();
    },
  };
}
