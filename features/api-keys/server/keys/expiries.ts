import type { Kernel } from '@e-code/kernel/server';

const EVERY_MS = 1_000;

/** Ends what is open under a key when its time has come. Knows the keys that came to this process. */
export function createExpiries({ clock, connections }: Pick<Kernel, 'clock' | 'connections'>): {
  note(keyId: string, expiresAt: Date): void;
  start(): void;
  stop(): void;
} {
  const expected = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;

  function end(): void {
    const now = clock.now().getTime();
    for (const [id, at] of expected) {
      if (at > now) continue;
      expected.delete(id);
      connections.endSession(id, 'The API key has expired.');
    }
  }

  return {
    note: (keyId, expiresAt) => void expected.set(keyId, expiresAt.getTime()),
    start() {
      timer = setInterval(end, EVERY_MS).unref();
    },
    stop: () => clearInterval(timer),
  };
}
