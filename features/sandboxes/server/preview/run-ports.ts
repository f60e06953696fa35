import { askHost } from '../session/ask-host.ts';
import type { Running } from '../session/session.ts';

const FRESH_MS = 1_000;
const PATIENCE_MS = 5_000;

interface Known {
  readonly askedAt: number;
  readonly ports: Promise<ReadonlySet<number>>;
}

const known = new WeakMap<Running, Known>();

/**
 * Whether what the Run button runs listens on this port. Visitors of a public project see that and nothing else of its
 * network: a database or a debugger that somebody started in a terminal is not published by making the files public.
 */
export async function isRunPort(running: Running, port: number): Promise<boolean> {
  const now = Date.now();
  let last = known.get(running);
  if (last === undefined || now - last.askedAt >= FRESH_MS) {
    last = { askedAt: now, ports: askPorts(running) };
    known.set(running, last);
  }
  return (await last.ports).has(port);
}

async function askPorts({ pools }: Running): Promise<ReadonlySet<number>> {
  const { ports } = await askHost(pools.host, 'ports.list', AbortSignal.timeout(PATIENCE_MS));
  return new Set(ports.flatMap(({ port, run }) => (run ? [port] : [])));
}
