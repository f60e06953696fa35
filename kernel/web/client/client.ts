import { createORPCClient } from '@orpc/client';
import type { AnyContractRouter, ContractRouterClient } from '@orpc/contract';
import type { JsonifiedClient } from '@orpc/openapi-client';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { createTanstackQueryUtils, type RouterUtils } from '@orpc/tanstack-query';
import { readFailure } from './failure-body.ts';
import { csrfHeader, send } from './send.ts';

/** A function per endpoint of the contract: `client.projects.list({ ... })`. Rejects with what `toProblem` reads. */
export type ApiClient<Contract extends AnyContractRouter> = JsonifiedClient<ContractRouterClient<Contract>>;

/** How long a call may take, in milliseconds. Uploads and long work go another way, see `request`. */
const callTime = 30_000;

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
    customErrorResponseBodyDecoder: (body, { status }) => readFailure(body, status),
    fetch: (call, init) =>
      send(new Request(call, { signal: AbortSignal.any([call.signal, AbortSignal.timeout(callTime)]) }), init),
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
