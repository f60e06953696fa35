import { describe } from './extended.ts';
import type { Exchange } from './replit.ts';
import type { Watchers } from '../spaces/watchers.ts';

const QUIET_MS = 20_000;
/** A reader that is this far behind is let go: it comes back and reads what holds. */
const MOST_BEHIND_BYTES = 1024 * 1024;

/** `GET <url>?watch=true`: each change of a key with the prefix, as server-sent events, until somebody leaves. */
export function watchKeys({ space, request, response }: Exchange, watchers: Watchers, prefix: string): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write(': watching\n\n');
  const end = watchers.add(space.id, (written) => {
    for (const one of written) {
      if (!one.key.startsWith(prefix) || (one.revision === null && !one.existed)) continue;
      response.write(`event: ${one.revision === null ? 'delete' : 'set'}\ndata: ${JSON.stringify(describe(one))}\n\n`);
    }
    if (response.writableLength > MOST_BEHIND_BYTES) request.socket.destroy();
  });
  // Something passes now and then, so that a side that is gone is noticed.
  const pulse = setInterval(() => response.write(': still here\n\n'), QUIET_MS);
  response.once('close', () => {
    clearInterval(pulse);
    end();
  });
}
