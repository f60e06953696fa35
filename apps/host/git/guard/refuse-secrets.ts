import type { Secret } from './find-secrets.ts';

const SHOWN = 5;

/** `src/a.ts:12 has a GitHub token (in 1a2b3c4)`, one on a line. */
export function listSecrets(secrets: readonly Secret[]): string {
  const lines = secrets.slice(0, SHOWN).map(({ path, line, name, commit }) => {
    const where = commit === undefined ? '' : `, in commit ${commit}`;
    return `  ${path}:${line} has ${name}${where}`;
  });
  const rest = secrets.length - SHOWN;
  return [...lines, ...(rest > 0 ? [`  and ${rest} more`] : [])].join('\n');
}

/** What somebody is told whose push brings secrets. */
export function refuseSecrets(secrets: readonly Secret[], owner: boolean): string {
  const way = owner
    ? 'If they are meant to be there: git push -o allow-secrets'
    : 'If they are meant to be there, an owner of the project can push them: git push -o allow-secrets';
  return [
    'This push would bring secrets that everybody who clones could read, so it was refused and nothing was kept:',
    listSecrets(secrets),
    'Take them out of these commits (git rebase -i, git commit --amend), and replace them where they are valid.',
    way,
  ].join('\n');
}
