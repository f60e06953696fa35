import type { Law, Problem } from '../law.ts';
import { isTemplate } from '../source.ts';

const kebab = /^\.?[a-z0-9]+(?:[-.][a-z0-9]+)*$/;
const known = /^(README|AGENTS|CONTRIBUTING|SECURITY)\.md$|^LICENSE$/;
const migration = /^\d{4}_[a-z0-9]+(?:_[a-z0-9]+)*\.sql$/;
/** Words that name a place for anything, so everything lands there. */
const vague = /(?:^|[-.])(utils?|helpers?|common|managers?|misc|stuff|shared|lib)(?:[-.]|$)/;
/** A file that praises itself beside the one it replaces. */
const adjective =
  /^(real|advanced|enhanced|improved|new|better|simple|smart|super|ultimate)-|-(?:v\d+|new|old|final|fixed|copy)(?=[-.]|$)/;
/** The field's own words that look like the above. */
const fieldWords = /cgroup-v[12]|real-time/g;

export const law: Law = {
  says: 'Names are whole words in kebab-case, without catch-alls and adjectives.',
  inspect(tree) {
    const paths = tree.paths.filter((path) => !isTemplate(path));
    const folders = new Set(paths.flatMap(parents));
    return { looked: paths.length, problems: [...[...folders].flatMap(checkFolder), ...paths.flatMap(checkFile)] };
  },
};

function parents(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, at) => parts.slice(0, at + 1).join('/'));
}

function checkFolder(path: string): Problem[] {
  const name = last(path);
  if (!kebab.test(name)) return [{ path, message: 'Write folder names in kebab-case.' }];
  return vague.test(name) ? [{ path, message: 'Name the folder after the things in it.' }] : [];
}

function checkFile(path: string): Problem[] {
  const name = last(path);
  if (known.test(name) || migration.test(name)) return [];
  if (!kebab.test(name)) return [{ path, message: 'Write file names in kebab-case.' }];
  const plain = name.replace(fieldWords, '');
  if (vague.test(plain)) return [{ path, message: 'Name the file after the thing in it.' }];
  if (adjective.test(plain))
    return [{ path, message: 'Say what it is. If it replaces another file, remove that one.' }];
  return [];
}

function last(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
