import { z } from 'zod';
import { asciiJson } from './capabilities.ts';

/** Behind the answer to a push: what it moved. Absent when the answer broke off. */
export const pushReportTrailer = 'x-ecode-push';

const commit = z.string().regex(/^[0-9a-f]{40,64}$/);
const text = z.string().max(300);

/** A host runs code of users, so this is its claim, and has bounds. */
export const pushReportSchema = z.object({
  /** Zeros stand for a branch that did not exist, or does not any more. */
  updates: z.array(z.object({ ref: text, before: commit, after: commit })).max(100),
  /** Updates beyond those. */
  more: z.number().int().min(0),
  /** Secrets that an owner pushed all the same: what kind and where, never what they are. */
  allowed: z.array(z.object({ rule: text, path: text, line: z.number().int(), commit: text.optional() })).max(100),
});
export type PushReport = z.infer<typeof pushReportSchema>;

/** Headers of an answer, with those behind it, may have 16 KiB in Node. */
const LONGEST = 6_000;
const MOST_ALLOWED = 20;

export function formatPushReport(
  updates: readonly PushReport['updates'][number][],
  allowed: readonly PushReport['allowed'][number][],
): string {
  const report: PushReport = { updates: [], more: updates.length, allowed: [] };
  for (const { rule, path, line, commit: found } of allowed.slice(0, MOST_ALLOWED))
    report.allowed.push({ rule, path: path.slice(0, 150), line, ...(found !== undefined && { commit: found }) });
  let length = 0;
  for (const { ref, before, after } of updates) {
    const entry = { ref: ref.slice(0, 300), before, after };
    length += asciiJson(entry).length;
    if (length > LONGEST || report.updates.length === 100) break;
    report.updates.push(entry);
    report.more -= 1;
  }
  return asciiJson(report);
}

/** @returns undefined for what is no report */
export function readPushReport(value: unknown): PushReport | undefined {
  if (typeof value !== 'string') return undefined;
  try {
    return pushReportSchema.parse(JSON.parse(value));
  } catch {
    return undefined;
  }
}
