import { useCallback, useEffect, useRef, useState } from 'react';
import { type HostProblem, toHostProblem } from '../host/problem.ts';
import { useStore } from '../parts/store.ts';
import type { Row } from './graph.tsx';
import { Lanes } from './lanes.ts';
import type { Repository } from './repository.ts';

const pageSize = 1000;

type Wanted = { readonly path: string | undefined; readonly search: string };
type Log = {
  /** Undefined until the first page is here. */
  readonly rows: readonly Row[] | undefined;
  readonly problem: HostProblem | undefined;
  /** Asks for the next page when there is one. */
  readonly more: () => void;
  readonly again: () => void;
};

/** The pages of one list of commits. Their lines go on from page to page, and there are none where commits are left out. */
class LogPages {
  rows: Row[] = [];
  ended = false;
  busy = false;
  readonly #repository: Repository;
  readonly #wanted: Wanted;
  readonly #lanes: Lanes | undefined;

  constructor(repository: Repository, wanted: Wanted) {
    this.#repository = repository;
    this.#wanted = wanted;
    if (wanted.path === undefined && wanted.search === '') this.#lanes = new Lanes();
  }

  /** @returns whether there were more */
  async next(): Promise<boolean> {
    if (this.busy || this.ended) return false;
    this.busy = true;
    try {
      const { path, search } = this.#wanted;
      const { commits, more } = await this.#repository.client.ask('git.log', {
        skip: this.rows.length,
        limit: pageSize,
        ...(path !== undefined && { path, revision: 'HEAD' }),
        ...(search !== '' && { search }),
      });
      this.rows = [...this.rows, ...commits.map((commit): Row => ({ commit, lane: this.#lanes?.add(commit) }))];
      this.ended = !more;
      return true;
    } finally {
      this.busy = false;
    }
  }
}

/** Reads commits page by page, and from the beginning when the repository changed. */
export function useLog(repository: Repository, { path, search }: Wanted): Log {
  const version = useStore(repository.version);
  const [attempt, setAttempt] = useState(0);
  const [rows, setRows] = useState<readonly Row[]>();
  const [problem, setProblem] = useState<HostProblem>();
  const pages = useRef<LogPages>(undefined);

  const follow = useCallback((log: LogPages, page: Promise<boolean>) => {
    page.then(
      (got) => {
        if (!got || pages.current !== log) return;
        setProblem(undefined);
        setRows(log.rows);
      },
      (error: unknown) => {
        if (pages.current === log) setProblem(toHostProblem(error));
      },
    );
  }, []);
  useEffect(() => {
    const log = new LogPages(repository, { path, search });
    pages.current = log;
    follow(log, log.next());
  }, [repository, path, search, version, attempt, follow]);
  const more = useCallback(() => {
    if (pages.current) follow(pages.current, pages.current.next());
  }, [follow]);
  return { rows, problem, more, again: () => setAttempt((count) => count + 1) };
}
