import type { Blame } from '../contract/git.ts';
import { git } from './run-git.ts';

const uncommitted = /^0+$/;

/** Who wrote each line of a file, as it is in the work tree or in a revision. */
export async function readBlame(root: string, path: string, revision: string | undefined): Promise<Blame> {
  const words = ['blame', '--incremental', ...(revision === undefined ? [] : [revision]), '--', path];
  return parseBlame(await git({ root, words }));
}

/** Reads "INCREMENTAL OUTPUT" of git-blame(1): blocks of lines, each with its commit, described at its first mention. */
export function parseBlame(text: string): Blame {
  const runs: Blame['runs'] = [];
  const commits: Blame['commits'] = {};
  let commit = '';
  let about = { name: '', email: '', at: 0, subject: '' };
  for (const line of text.split('\n')) {
    const begun = /^([0-9a-f]{40,64}) \d+ (\d+) (\d+)$/.exec(line);
    if (begun !== null) {
      commit = begun[1] ?? '';
      const from = Number(begun[2]);
      runs.push({ from, to: from + Number(begun[3]) - 1, commit: uncommitted.test(commit) ? null : commit });
      about = { name: '', email: '', at: 0, subject: '' };
    } else if (line.startsWith('author ')) about.name = line.slice('author '.length);
    else if (line.startsWith('author-mail ')) about.email = line.slice('author-mail '.length).replace(/^<|>$/g, '');
    else if (line.startsWith('author-time ')) about.at = Number(line.slice('author-time '.length)) * 1000;
    else if (line.startsWith('summary ')) about.subject = line.slice('summary '.length);
    else if (line.startsWith('filename ') && about.at > 0 && !uncommitted.test(commit)) {
      commits[commit] = { author: { name: about.name, email: about.email }, at: about.at, subject: about.subject };
    }
  }
  return { runs: runs.toSorted((a, b) => a.from - b.from), commits };
}
