import { ORPCError } from '@orpc/client';

/** A failure as a screen shows it. `code` is the contract's code, or `offline` or `unexpected`; status 0 means no answer came. */
export type Problem = {
  readonly code: string;
  readonly message: string;
  readonly status: number;
  readonly data: unknown;
};

const offlineMessage = 'The server cannot be reached. Check your connection; this page tries again by itself.';
const unexpectedMessage =
  'The page met an error that it did not expect. Reload the page; if it happens again, report the details.';

/** What a caught value means. Accepts anything that can be thrown. */
export function toProblem(error: unknown): Problem {
  if (error instanceof ORPCError) {
    const { code, message, status, data } = error as ORPCError<string, unknown>;
    return { code, message, status, data };
  }
  // fetch rejects with a TypeError when there is no answer at all, and with a DOMException when time ran out.
  if (error instanceof TypeError && /fetch|network|load failed/i.test(error.message)) return offline;
  if (error instanceof DOMException && error.name === 'TimeoutError') return offline;
  return { code: 'unexpected', message: unexpectedMessage, status: 0, data: String(error) };
}

const offline: Problem = { code: 'offline', message: offlineMessage, status: 0, data: undefined };

/** The text for "Details": code, status and what the server added. */
export function describeProblem(problem: Problem): string {
  const data = problem.data === undefined ? '' : `\n${JSON.stringify(problem.data, null, 2)}`;
  return `code: ${problem.code}\nstatus: ${problem.status || 'no answer'}${data}`;
}

/** True when the same request may succeed a moment later. */
export function isTransient({ code, status }: Problem): boolean {
  return code === 'offline' || code === 'database_unavailable' || status === 502 || status === 504;
}
