import { randomUUID } from 'node:crypto';
import { ORPCError, ValidationError } from '@orpc/server';
import { Failure, kernelErrors } from '@e-code/kernel/contract';
import { isDatabaseUnavailable } from '../database/connect.ts';
import type { Log } from '../log.ts';

/** The body of every failed answer. */
export interface FailureBody {
  code: string;
  status: number;
  message: string;
  data?: unknown;
}

/**
 * The one handler of everything thrown. Failures are told as they are; invalid input names the fields; anything else is a
 * defect: logged under an incident number, of which the person sees only the number.
 */
export function toFailure(error: unknown, log: Log): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof ORPCError)
    return fromInvalidInput(error) ?? toFailure(error.cause ?? new Error(error.message), log);
  if (isDatabaseUnavailable(error)) return kernelErrors.database_unavailable();
  const incident = randomUUID();
  log.error({ err: error, incident }, 'Unexpected error');
  return kernelErrors.internal({ incident });
}

/** Seconds after which trying again makes sense, for the header that says so. */
export function retryAfter({ status, data }: Failure): number | undefined {
  const seconds = data?.['seconds'];
  if (typeof seconds === 'number') return seconds;
  return status === 503 ? 5 : undefined;
}

export function failureBody({ code, status, message, data }: Failure): FailureBody {
  return { code, status, message, ...(data === undefined ? {} : { data }) };
}

/** Failures as oRPC answers them, so that typed clients see the same codes. */
export function toWireError(failure: Failure): ORPCError<string, unknown> {
  const { code, ...body } = failureBody(failure);
  return new ORPCError(code, { ...body, defined: true });
}

/** What is answered to a body that cannot be read: it never reached a schema. */
export function unreadableBody(): ORPCError<string, unknown> {
  const message = 'The body is not readable JSON.';
  return toWireError(kernelErrors.invalid_input({ summary: message, issues: [] }));
}

function fromInvalidInput(error: { code: unknown; cause?: unknown }): Failure | undefined {
  if (error.code !== 'BAD_REQUEST') return undefined;
  const issues =
    error.cause instanceof ValidationError
      ? error.cause.issues.map(({ path, message }) => ({ path: (path ?? []).map(pathKey).join('.'), message }))
      : [{ path: '', message: 'The body is not readable JSON.' }];
  const summary = issues.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join(' · ');
  return kernelErrors.invalid_input({ summary, issues });
}

function pathKey(segment: PropertyKey | { readonly key: PropertyKey }): string {
  return String(typeof segment === 'object' ? segment.key : segment);
}
