/** What was used until a moment: seconds of processor time since the start, and the moment in milliseconds. */
export type ProcessorSample = { readonly cpuSeconds: number; readonly at: number };

/** Nearer samples would tell more about the clock than about the work, in milliseconds. */
export const leastTime = 500;

/**
 * The part of the allowed processor time that was used between two samples, 0 to 1; undefined until there are two, and
 * over a restart, where the count begins anew.
 */
export function processorShare(
  before: ProcessorSample | undefined,
  now: ProcessorSample,
  cores: number,
): number | undefined {
  if (!before || now.at - before.at < leastTime || now.cpuSeconds < before.cpuSeconds) return undefined;
  const share = (now.cpuSeconds - before.cpuSeconds) / ((now.at - before.at) / 1000) / cores;
  return Math.min(1, share);
}
