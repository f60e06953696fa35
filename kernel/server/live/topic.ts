/** The bus topic of one key of a live channel. Keys are flat objects; the order of their fields does not matter. */
export function liveTopic(channel: string, key: unknown): string {
  const fields = Object.entries(key as Record<string, unknown>).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `live:${channel}:${JSON.stringify(fields)}`;
}
