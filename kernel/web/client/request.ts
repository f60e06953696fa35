import { ORPCError } from '@orpc/client';
import { readFailure } from './failure-body.ts';
import { csrfHeader, send } from './send.ts';

/**
 * Asks an address of the platform that is not an endpoint of a contract: files, uploads, downloads. The body may be
 * anything that `fetch` takes, streams and files too; there is no time limit, pass a `signal` to give up.
 * @param path an address of this origin, such as `/api/projects/weather/files/content?path=a.ts`
 * @returns the response of a success; a failure is thrown in the form that `toProblem` reads
 */
export async function request(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set(csrfHeader, '1');
  const response = await send(new Request(new URL(path, location.origin), { ...init, headers }));
  if (response.ok || response.status === 304) return response;
  throw await failureOf(response);
}

async function failureOf(response: Response): Promise<ORPCError<string, unknown>> {
  const text = await response.text();
  try {
    const failure = readFailure(JSON.parse(text), response.status);
    if (failure) return failure;
  } catch {
    // Not ours: a proxy's page, say.
  }
  return new ORPCError('unexpected_answer', {
    status: response.status,
    message: `The server answered ${response.status}.`,
    data: text.slice(0, 500),
  });
}
