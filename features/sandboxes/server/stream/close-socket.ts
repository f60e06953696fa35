import type { Duplex } from 'node:stream';
import type { FrameGate } from './frame-gate.ts';

/** A frame that began before has this long to become whole, and the client to take the end. */
const PATIENCE_MS = 1_000;
/** Connect again: whoever may not is refused there. */
const CODE_WITHOUT_ANSWER = 4001;

interface JoinedSocket {
  /** The client's. */
  readonly socket: Duplex;
  readonly to: Duplex;
  readonly through: FrameGate;
}

/**
 * Ends a joined WebSocket with a code that says why. Nothing of the client passes from this moment on, also while the
 * code is still looked up.
 */
export async function closeSocket(
  { socket, to, through }: JoinedSocket,
  code: Promise<number>,
  reason: string,
): Promise<void> {
  socket.unpipe();
  socket.resume();
  const late = setTimeout(() => void (socket.destroy(), to.destroy()), PATIENCE_MS);
  socket.once('close', () => clearTimeout(late));
  through.close(await code.catch(() => CODE_WITHOUT_ANSWER), reason);
}
