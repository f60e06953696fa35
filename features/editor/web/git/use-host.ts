import type { RouteAnswer, RouteInput, RouteName } from '@e-code/host/contract';
import { useEffect, useState } from 'react';
import { type HostProblem, toHostProblem } from '../host/problem.ts';
import { useStore } from '../parts/store.ts';
import type { Repository } from './repository.ts';

export type Asked<Answer> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'problem'; readonly problem: HostProblem }
  | { readonly kind: 'ready'; readonly answer: Answer };

/** What a route answers, asked again whenever the repository changed. What was answered before stays until then. */
export function useHost<Name extends RouteName>(
  repository: Repository,
  name: Name,
  input: RouteInput<Name>,
): Asked<RouteAnswer<Name>> {
  const version = useStore(repository.version);
  const key = JSON.stringify(input);
  const [asked, setAsked] = useState<{ key: string; asked: Asked<RouteAnswer<Name>> }>();
  useEffect(() => {
    const controller = new AbortController();
    // From the key: the same words in another object are no reason to ask again.
    const wanted = JSON.parse(key) as RouteInput<Name>;
    repository.client.ask(name, wanted, controller.signal).then(
      (answer) => {
        if (!controller.signal.aborted) setAsked({ key, asked: { kind: 'ready', answer } });
      },
      (error: unknown) => {
        if (!controller.signal.aborted) setAsked({ key, asked: { kind: 'problem', problem: toHostProblem(error) } });
      },
    );
    return () => controller.abort();
  }, [repository, name, key, version]);
  return asked?.key === key ? asked.asked : { kind: 'loading' };
}
