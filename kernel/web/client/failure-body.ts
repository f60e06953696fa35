import { ORPCError } from '@orpc/client';

type FailureBody = { readonly code: string; readonly message: string; readonly data?: unknown };

function isFailureBody(body: unknown): body is FailureBody {
  if (typeof body !== 'object' || body === null) return false;
  return 'code' in body && typeof body.code === 'string' && 'message' in body && typeof body.message === 'string';
}

/** What the server's failure is, when the body says so in the platform's way; endpoints and other addresses say it alike. */
export function readFailure(body: unknown, status: number): ORPCError<string, unknown> | undefined {
  if (!isFailureBody(body)) return undefined;
  return new ORPCError(body.code, { status, message: body.message, data: body.data });
}
