import { git } from '../run-git.ts';

/** References and where they point. */
export async function readRefs(at: {
  readonly root: string;
  readonly environment?: Readonly<Record<string, string>>;
}): Promise<Map<string, string>> {
  const text = await git({ ...at, words: ['for-each-ref', '--format=%(objectname) %(refname)'] });
  const pairs = text.split('\n').filter(Boolean);
  return new Map(pairs.map((line) => [line.slice(line.indexOf(' ') + 1), line.slice(0, line.indexOf(' '))]));
}

/** Takes over what the remote has: branches under its name as they are there, tags that are missing here. */
export async function takeOver(root: string, remote: string, there: ReadonlyMap<string, string>): Promise<void> {
  const here = await readRefs({ root });
  const under = `refs/remotes/${remote}/`;
  const gone = [...here.keys()].filter((name) => name.startsWith(under) && !there.has(name) && name !== `${under}HEAD`);
  const changed = [...there].filter(([name, commit]) =>
    name.startsWith(under) ? here.get(name) !== commit : name.startsWith('refs/tags/') && !here.has(name),
  );
  // Gone ones first: `feature` must leave before `feature/one` can come.
  await update(
    root,
    gone.map((name) => `delete ${name}\n`),
  );
  await update(
    root,
    changed.map(([name, commit]) => `update ${name} ${commit}\n`),
  );
}

async function update(root: string, lines: readonly string[]): Promise<void> {
  if (lines.length > 0) await git({ root, words: ['update-ref', '--stdin'], input: lines.join('') });
}
