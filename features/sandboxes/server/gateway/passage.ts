import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Actor, Kernel } from '@e-code/kernel/server';
import { Failure } from '@e-code/kernel/contract';
import { sandboxErrors } from '../../contract/index.ts';
import { sandboxErrorCode } from '../session/failures.ts';
import type { Sessions } from '../session/sessions.ts';
import { ClientLeft, forwardRequest, isBrokenConnection, isRepeatable } from '../stream/forward-request.ts';

/** A request that goes on to the host of a project. */
export interface Passage {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Under whom the exchange ends when the session or the right to the project does. */
  readonly actor: Actor;
  readonly projectId: string;
  readonly path: string;
  /** Name, value, name, value: all that is sent on, with who acts. */
  readonly headers: string[];
  /** All that is sent back of the answer's headers. */
  answerHeaders(headers: IncomingHttpHeaders): OutgoingHttpHeaders;
  /** Told what was said behind the answer, when all of it came. */
  readonly onTrailers?: (trailers: IncomingHttpHeaders) => void;
}

interface Parts {
  readonly kernel: Kernel;
  readonly sessions: Sessions;
}

/**
 * Wakes the project and streams the exchange, each side as fast as the other reads. It ends when the client leaves.
 * @throws what the person can be told, while nothing was answered
 */
export async function passToHost(parts: Parts, passage: Passage): Promise<void> {
  const { request } = passage;
  try {
    await attempt(parts, passage).catch((error: unknown) => {
      if (isBrokenConnection(error) && isRepeatable(request)) return attempt(parts, passage);
      throw error;
    });
  } catch (error) {
    if (error instanceof ClientLeft) return;
    throw explainForwarding(error);
  }
}

async function attempt({ kernel, sessions }: Parts, passage: Passage): Promise<void> {
  const { projectId: subject, actor } = passage;
  const { pools } = await sessions.wake(subject, actor);
  let forget: (() => void) | undefined;
  try {
    await forwardRequest({
      ...passage,
      to: pools.host,
      onAbort: (end) => (forget = kernel.connections.add({ actor, subject, end })),
    });
  } finally {
    forget?.();
  }
}

const UNREADABLE =
  /^(?:HPE_|UND_ERR_(?:HEADERS_TIMEOUT|HEADERS_OVERFLOW|RES_CONTENT_LENGTH_MISMATCH)|ERR_(?:HTTP|INVALID))/;

/** What went wrong between us and the host, for the person. Our own failures stay as they are. */
export function explainForwarding(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (error instanceof Failure || code === '') return error;
  if (UNREADABLE.test(code)) return sandboxErrors.project_host_unreadable();
  const lost = code.startsWith('UND_ERR_') || 'syscall' in (error as Error) || sandboxErrorCode(error) !== undefined;
  return lost ? sandboxErrors.project_host_stopped() : error;
}
