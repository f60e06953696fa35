import { createORPCClient } from '@orpc/client';
import type { AnyContractRouter, ContractRouterClient } from '@orpc/contract';
import type { JsonifiedClient } from '@orpc/openapi-client';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { createTanstackQueryUtils, type RouterUtils } from '@orpc/tanstack-query';
import { reportConnection } from './connection.ts';

/** A function per endpoint of the contract: `client.projects.list({ ... })`. Rejects with what `toProblem` reads. */
export type ApiClient<Contract extends AnyContractRouter> = JsonifiedClient<ContractRouterClient<Contract>>;

/** Tells a mutation of ours from a form that another site posts: a cross-site page cannot set it without a preflight. */
const csrfHeader = 'x-ecode-csrf';

/** How long an ordinary request may take, in milliseconds. Uploads and long work have their own ways. */
const requestTime = 30_000;

/** What a proxy in front answers when the server does not. */
const noAnswerStatuses = new Set([502, 504]);

async function send(request: Request, init: RequestInit): Promise<Response> {
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(requestTime)]);
  try {
    const response = await fetch(request, { ...init, signal });
    reportConnection(noAnswerStatuses.has(response.status) ? 'offline' : 'online');
    return response;
  } catch (error) {
    if (!request.signal.aborted) reportConnection('offline');
    throw error;
  }
}

/**
 * The typed client of a feature's contract, over the public HTTP API. Types come from the contract; nothing is generated.
 * @param origin where the API is; a browser page leaves it out
 */
export function createClient<Contract extends AnyContractRouter>(
  contract: Contract,
  origin?: string,
): ApiClient<Contract> {
  const link = new OpenAPILink(contract, {
    url: () => new URL('/api', origin ?? location.origin).href,
    headers: { [csrfHeader]: '1' },
    fetch: (request, init) => send(request, init),
  });
  return createORPCClient(link);
}

type AnyClient = Parameters<typeof createTanstackQueryUtils>[0];

/**
 * TanStack Query options for every endpoint: `queries.list.queryOptions({ input })`, `.mutationOptions()`, `.key()`.
 * Keys begin with the feature's name, so `queryClient.invalidateQueries({ queryKey: queries.key() })` renews a whole feature.
 */
export function createQueries<Client extends AnyClient>(feature: string, client: Client): RouterUtils<Client> {
  return createTanstackQueryUtils(client, { path: [feature] });
}
