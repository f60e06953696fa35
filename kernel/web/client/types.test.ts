import { useMutation, useQuery } from '@tanstack/react-query';
import { describe, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { defineErrors } from '../../contract/errors.ts';
import { endpoint } from '../../contract/endpoint.ts';
import { createClient, createQueries } from './client.ts';

const errors = defineErrors({ name_taken: { status: 409, message: 'Taken.' } });
const project = z.object({ slug: z.string(), name: z.string() });
const contract = {
  get: endpoint({
    method: 'GET',
    path: '/projects/{slug}',
    summary: 'One',
    access: 'a',
    input: z.object({ slug: z.string() }),
    output: project,
  }),
  create: endpoint({
    method: 'POST',
    path: '/projects',
    summary: 'New',
    access: 'a',
    input: z.object({ name: z.string() }),
    output: project,
    errors: errors.definitions,
  }),
};
const client = createClient(contract, 'http://localhost');
const queries = createQueries('projects', client);

describe('the types of a contract', () => {
  it('reach the client', () => {
    expectTypeOf(client.create).parameter(0).toEqualTypeOf<{ name: string }>();
    expectTypeOf<Awaited<ReturnType<typeof client.get>>>().toEqualTypeOf<{ slug: string; name: string }>();
  });

  it('reach queries and mutations', () => {
    const useRead = () => useQuery(queries.get.queryOptions({ input: { slug: 'a' } })).data?.name;
    const useWrite = () => useMutation(queries.create.mutationOptions()).mutate;
    expectTypeOf(useRead).returns.toEqualTypeOf<string | undefined>();
    expectTypeOf(useWrite).returns.parameter(0).toEqualTypeOf<{ name: string }>();
    // @ts-expect-error the input has no such field
    queries.get.queryOptions({ input: { id: 'a' } });
  });
});
