import type { Kernel } from '@e-code/kernel/server';
import type { Session } from './session.ts';
import type { Sessions } from './sessions.ts';
import { askHost } from './ask-host.ts';

const LONGEST_PAUSE_MS = 30_000;
const ANSWER_MS = 5_000;

/**
 * Stops sessions that nobody used for `idleMs`: no page is connected, no program of the Run button runs, no preview is
 * open, and neither the platform nor the terminal saw anything. The host itself knows most of this, so it is asked.
 * @returns the function that ends the watch
 */
export function watchIdle(
  sessions: Sessions,
  idleMs: number,
  { clock, log }: Pick<Kernel, 'clock' | 'log'>,
): () => void {
  let looking = false;
  const look = async (): Promise<void> => {
    if (looking) return;
    looking = true;
    const now = clock.now().getTime();
    const candidates = sessions.active().filter((session) => now - session.lastUse.getTime() >= idleMs);
    await Promise.all(candidates.map((session) => stopWhenIdle(session, now - idleMs)));
    looking = false;
  };
  const timer = setInterval(() => void look(), Math.min(LONGEST_PAUSE_MS, idleMs / 4));
  timer.unref();
  return () => clearInterval(timer);

  async function stopWhenIdle(session: Session, before: number): Promise<void> {
    const { projectId, running } = session;
    if (running === undefined) return;
    try {
      const { activity } = await askHost(running.pools.host, 'health', AbortSignal.timeout(ANSWER_MS));
      const watched = activity.sockets > 0 || activity.forwarded > 0 || running.pools.straight > 0;
      const inUse = watched || activity.running || activity.lastInput > before;
      // Somebody may have come back while the host answered.
      if (inUse || session.lastUse.getTime() > before) return;
      await session.stop('idle');
    } catch (error) {
      log.warn({ err: error, projectId }, 'A project host did not say whether it is used; it keeps running');
    }
  }
}
