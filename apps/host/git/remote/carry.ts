import { readRefs } from './references.ts';
import type { GitEntry } from '../../contract/git.ts';
import { type GitResult, tryGit } from '../run-git.ts';
import { explainRemote } from './explain.ts';
import { inSideRepository, type SideRepository } from './side-repository.ts';
import { openWayIn } from './way-in.ts';

type Progress = (stage: string, percent: number | null, text: string) => void;

/** One operation with a remote, for which its credential was opened. */
export interface Carrying {
  readonly root: string;
  readonly state: string;
  readonly remote: string;
  readonly entry: GitEntry;
  readonly progress: Progress;
  /** Ends the call, because whoever asked is gone or may not any more. */
  readonly signal: AbortSignal;
}

/** What a carried call of git said, and what it left behind. */
export interface Carried {
  readonly result: GitResult;
  readonly refs: ReadonlyMap<string, string>;
  readonly knownHosts: string;
}

const patience = 30 * 60_000;

/**
 * Runs one call of git with the credential of a remote.
 * @throws remote_* with a sentence that says what the other side or the way to it refused
 */
export async function carry(carrying: Carrying, words: readonly string[]): Promise<Carried> {
  return inSideRepository(carrying, async (side) => {
    const { result, knownHosts } = await call(carrying, side, words);
    return { result, knownHosts, refs: await readRefs({ root: carrying.root, environment: side.environment }) };
  });
}

async function call(
  { root, entry, progress, signal }: Carrying,
  { folder, environment }: SideRepository,
  words: readonly string[],
): Promise<Omit<Carried, 'refs'>> {
  const way = await openWayIn(entry, folder);
  try {
    const result = await tryGit({
      root,
      words,
      environment: { ...environment, ...way.environment },
      heard: reportTo(progress),
      patience,
      signal,
      ...(way.handed !== undefined && { handed: way.handed }),
    });
    if (result.code !== 0) throw explainRemote(result, entry);
    return { result, knownHosts: await way.knownHosts() };
  } finally {
    way.close();
  }
}

/** Reads the progress that git writes for people: `Receiving objects:  45% (9/20)`. */
export function reportTo(progress: Progress): (text: string) => void {
  return (text) => {
    for (const line of text.split(/[\r\n]+/)) {
      const match = /^(?:remote: )?([A-Z][a-z]+(?: [a-z]+)?):\s+(\d+)%/.exec(line);
      if (match?.[1] !== undefined) progress(match[1], Number(match[2]), line.trim());
    }
  };
}
