import { toProblem, useNavigation } from '@e-code/kernel/web';
import type { Problem } from '@e-code/kernel/web';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../queries.ts';
import { renewLists } from './cached-lists.ts';

/** Makes a project from a template and opens it. */
export function useCreate(): {
  /** The template that becomes a project now. */
  readonly chosen: string | undefined;
  readonly problem: Problem | undefined;
  readonly create: (template: string, name: string | undefined) => Promise<void>;
  readonly forget: () => void;
} {
  const [chosen, setChosen] = useState<string>();
  const [problem, setProblem] = useState<Problem>();
  const queryClient = useQueryClient();
  const { go, preload } = useNavigation();
  return {
    chosen,
    problem,
    forget: () => setProblem(undefined),
    async create(template, name) {
      setChosen(template);
      setProblem(undefined);
      preload('/p/a');
      try {
        const { slug } = await client.create({ template, ...(name !== undefined && { name }) });
        void renewLists(queryClient);
        go(`/p/${slug}`);
      } catch (error) {
        setProblem(toProblem(error));
        setChosen(undefined);
      }
    },
  };
}
