import { oc } from '@orpc/contract';
import type { AnyContractProcedure, AnyContractRouter, ContractProcedureBuilderWithInputOutput } from '@orpc/contract';
import type { z } from 'zod';
import { kernelErrors } from './errors.ts';
import type { FailureDefinition } from './errors.ts';

/** What the kernel must know of an endpoint beside its shapes. */
export interface EndpointMeta {
  /** The name of its access rule. The server refuses to start when no rule has this name. */
  access?: string;
  /** False for work that waits on something outside: it must not hold a transaction open meanwhile. */
  transaction?: boolean;
  [key: string]: unknown;
}

export interface EndpointDefinition<
  Input extends z.ZodType,
  Output extends z.ZodType,
  Errors extends Record<string, FailureDefinition>,
> {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api`, with `{name}` places that are fields of the input. */
  path: `/${string}`;
  summary: string;
  description?: string;
  access: string;
  /** Default: true for every method but GET. */
  transaction?: boolean;
  input: Input;
  output: Output;
  errors?: Errors;
}

/**
 * Declares one endpoint: its address, shapes, failures and the name of its access rule.
 * GET runs without a transaction; every other method runs in one unless it says otherwise.
 */
export function endpoint<
  Input extends z.ZodType,
  Output extends z.ZodType,
  Errors extends Record<string, FailureDefinition> = Record<never, never>,
>(
  definition: EndpointDefinition<Input, Output, Errors>,
): ContractProcedureBuilderWithInputOutput<
  Input,
  Output,
  Record<never, never> & typeof kernelErrors.definitions & Errors,
  EndpointMeta
> {
  const { method, path, summary, description, access, input, output, errors } = definition;
  const transaction = definition.transaction ?? method !== 'GET';
  const declared = oc
    .$meta<EndpointMeta>({ access, transaction })
    .route({ method, path, summary, ...(description === undefined ? {} : { description }) })
    .errors({ ...kernelErrors.definitions, ...errors })
    .input(input)
    .output(output);
  // oRPC merges error maps by a conditional type that TypeScript cannot resolve while Errors is open.
  return declared as unknown as ReturnType<typeof endpoint<Input, Output, Errors>>;
}

/** A feature's endpoints by name. */
export type EndpointContract = { [name: string]: AnyContractProcedure };

/** Every endpoint of a contract tree as `feature.name`. */
export function listEndpoints(contract: AnyContractRouter, prefix = ''): [name: string, AnyContractProcedure][] {
  if ('~orpc' in contract) return [[prefix, contract as AnyContractProcedure]];
  return Object.entries(contract).flatMap(([name, inner]) =>
    listEndpoints(inner as AnyContractRouter, prefix === '' ? name : `${prefix}.${name}`),
  );
}
