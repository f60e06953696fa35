import { searchLineSchema, type RouteInput, type SearchLine } from '@e-code/host/contract';
import type { HostClient } from '../host/client.ts';
import { HostProblem } from '../host/problem.ts';

export type SearchMatch = Extract<SearchLine, { type: 'match' }>;
type SearchEnd = Extract<SearchLine, { type: 'end' }>;

/** Searches and hands matches over as they arrive. Rejects with `HostProblem`. */
export async function searchProject(
  client: HostClient,
  input: RouteInput<'search'>,
  onMatches: (matches: readonly SearchMatch[]) => void,
  signal: AbortSignal,
): Promise<SearchEnd> {
  const response = await client.send(client.url('search'), {
    method: 'POST',
    body: JSON.stringify(input),
    headers: { 'content-type': 'application/json' },
    signal,
  });
  let rest = '';
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const part = await reader?.read();
    if (!part || part.done) throw new HostProblem(0, { code: 'offline' });
    const lines = (rest + part.value).split('\n');
    rest = lines.pop() ?? '';
    const read = lines.filter(Boolean).map((line) => searchLineSchema.parse(JSON.parse(line)));
    onMatches(read.filter((line) => line.type === 'match'));
    const last = read.find((line) => line.type !== 'match');
    if (last?.type === 'error') throw new HostProblem(400, { code: last.code, message: last.message });
    if (last?.type === 'end') return last;
  }
}
