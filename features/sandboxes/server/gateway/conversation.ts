import { request as send } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Actor, Kernel } from '@e-code/kernel/server';
import type { Sessions } from '../session/sessions.ts';
import { explainForwarding } from './passage.ts';

/** What is said to the host of a project while it answers. */
export interface Conversation {
  readonly actor: Actor;
  readonly projectId: string;
  readonly path: string;
  /** Name, value, name, value. */
  readonly headers: string[];
  /** Everything that is said, when the answer comes after it; without, the caller speaks while the host does. */
  readonly body?: Buffer;
}

/** The body that is sent, and the answer that may end before it. */
export interface Talk {
  readonly asked: ClientRequest;
  readonly answer: IncomingMessage;
}

/**
 * Wakes the project and opens an exchange in which both sides speak at the same time, on a connection of its own. It ends
 * when the session or the right to the project does.
 * @throws what the person can be told
 */
export async function talkToHost(
  { kernel, sessions }: { kernel: Kernel; sessions: Sessions },
  { actor, projectId, path, headers, body }: Conversation,
): Promise<Talk> {
  try {
    const { pools } = await sessions.wake(projectId, actor);
    const stream = await pools.openHost();
    const asked = send({ createConnection: () => stream, method: 'POST', path, headers, setHost: false });
    const forget = kernel.connections.add({ actor, subject: projectId, end: () => asked.destroy() });
    asked.once('close', forget);
    if (body === undefined) asked.flushHeaders();
    else asked.end(body);
    return await new Promise((resolve, reject) => {
      asked.once('error', reject).once('response', (answer) => {
        // What breaks off from now on is seen where the answer is read.
        asked.off('error', reject).on('error', () => answer.destroy());
        resolve({ asked, answer });
      });
    });
  } catch (error) {
    throw explainForwarding(error);
  }
}
