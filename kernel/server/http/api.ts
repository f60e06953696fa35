import { implement } from '@orpc/server';
import { NodeHttpHandler } from '@orpc/server/node';
import type { AnyRouter } from '@orpc/server';
import type { AnyContractProcedure } from '@orpc/contract';
import type { EndpointMeta } from '@e-code/kernel/contract';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Actor } from '../access/actor.ts';
import { authorize, refuseVisitors } from '../access/authorize.ts';
import type { AccessRule } from '../access/rule.ts';
import type { Call } from '../feature.ts';
import type { Kernel } from '../kernel.ts';
import { createEmit } from '../outbox/emit.ts';
import { checkJsonBody } from './body.ts';
import { retryAfter, toFailure, toWireError } from './failures.ts';
import { createOpenApiHandler } from './json-codec.ts';

/** One endpoint with everything that serves it. */
export interface BoundEndpoint {
  /** `feature.name` */
  name: string;
  procedure: AnyContractProcedure;
  rule: AccessRule;
  handle(call: Call<unknown>): unknown;
}

interface ApiContext {
  actor: Actor;
  request: IncomingMessage;
  setCookie(value: string): void;
  setHeader(name: string, value: number): void;
}

export type ApiHandler = (request: IncomingMessage, response: ServerResponse, actor: Actor) => Promise<boolean>;

/**
 * Serves endpoints below `/api`: parse, access, transaction, handler. What writes commits before the answer leaves.
 */
export function createApi(kernel: Kernel, endpoints: BoundEndpoint[]): ApiHandler {
  const router = Object.fromEntries(endpoints.map((bound) => [bound.name, serve(kernel, bound)])) as AnyRouter;
  const handler = new NodeHttpHandler<ApiContext>(createOpenApiHandler<ApiContext>(router));
  return async (request, response, actor) => {
    checkJsonBody(request);
    const setCookie = (value: string): void => void response.appendHeader('set-cookie', value);
    const { matched } = await handler.handle(request, response, {
      prefix: '/api',
      context: { actor, request, setCookie, setHeader: (name, value) => void response.setHeader(name, value) },
    });
    return matched;
  };
}

function serve(kernel: Kernel, bound: BoundEndpoint): unknown {
  const { rule } = bound;
  return implement(bound.procedure)
    .$context<ApiContext>()
    .$config({ initialInputValidationIndex: 1 })
    .use(async ({ context, next }) => {
      try {
        refuseVisitors(rule, context.actor);
        return await next();
      } catch (error) {
        const failure = toFailure(error, kernel.log);
        const wait = retryAfter(failure);
        if (wait !== undefined) context.setHeader('retry-after', wait);
        throw toWireError(failure);
      }
    })
    .handler(async ({ input, context }) => runCall(kernel, bound, { ...context, input }));
}

async function runCall(
  kernel: Kernel,
  { procedure, rule, handle }: BoundEndpoint,
  context: ApiContext & { input: unknown },
): Promise<unknown> {
  const later: (() => void)[] = [];
  const now = (): Date => kernel.clock.now();
  const callIn = async (sql: Call<unknown>['sql']): Promise<unknown> => {
    await authorize(rule, { actor: context.actor, input: context.input, sql, now: now() });
    const emit = createEmit(sql, context.actor, now);
    return handle({ ...context, sql, emit, afterCommit: (work) => later.push(work) });
  };
  const { transaction } = procedure['~orpc'].meta as EndpointMeta;
  const output = await (transaction === true ? kernel.database.transaction(callIn) : callIn(kernel.database.read));
  for (const work of later) work();
  return output;
}
