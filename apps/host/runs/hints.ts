import type { ListeningPort, Plan } from '../contract/runs.ts';

/** After this time without a port a web program probably never opens one. */
export const portPatience = 15_000;

/** What to tell while a program runs, from its ports and what it expected. Null: nothing is odd. */
export function portHint(plan: Plan, ports: readonly ListeningPort[], waitedLong: boolean): string | null {
  const expected = plan.ports.map(({ local }) => local);
  const open = ports.map(({ port }) => port);
  if (expected.length === 0 || expected.some((port) => open.includes(port))) return null;
  if (open.length > 0) {
    return `The program listens on port ${open.join(', ')}, not on ${expected.join(', ')} as planned. The preview shows ${open[0]}.`;
  }
  if (!waitedLong) return null;
  return `The program has not opened port ${expected.join(', ')} yet. A web program must listen on the port in the variable PORT; look in the console for an error.`;
}

/** When a line says that a port is taken: who holds it and what to do. */
export function takenPortHint(text: string, ports: readonly ListeningPort[]): string | undefined {
  const line = text.split('\n').find((candidate) => /EADDRINUSE|address already in use/i.test(candidate));
  if (line === undefined) return undefined;
  // Node: "... in use 0.0.0.0:3000"; uvicorn: "... address ('0.0.0.0', 3000): address already in use".
  const port = Number([...line.matchAll(/(?::|, |port )(\d{2,5})\b/gi)].at(-1)?.[1] ?? 0);
  const holder = ports.find((listening) => listening.port === port);
  const name = port === 0 ? 'A port' : `Port ${port}`;
  const by =
    holder?.process === undefined || holder.process === null ? '' : ` by ${holder.process} (process ${holder.pid})`;
  return `${name} is already taken${by}. End that program, perhaps in a terminal, or choose another port.`;
}
