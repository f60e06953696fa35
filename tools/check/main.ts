import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Inspection, Law, Problem, Tree } from './law.ts';
import { treeAt } from './tree.ts';

const folder = join(import.meta.dirname, 'laws');

/** Laws by name. The folder is the list: adding a law edits no other file. */
async function readLaws(): Promise<Map<string, Law>> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  const laws = names.toSorted().map(async (name) => {
    const { law } = (await import(join(folder, name))) as { law: Law };
    return [name.slice(0, -'.ts'.length), law] as const;
  });
  return new Map(await Promise.all(laws));
}

/** A law that finds nothing to look at would be green for ever; it is red instead. */
function judge(law: Law, tree: Tree): Inspection {
  const inspection = law.inspect(tree);
  if (inspection.looked > 0) return inspection;
  return {
    ...inspection,
    problems: [{ path: '.', message: 'This law found nothing to look at, so it proves nothing.' }],
  };
}

function show({ path, line, message }: Problem): string {
  return `    ${path}${line === undefined ? '' : `:${line}`}  ${message}`;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { root: { type: 'string', default: join(import.meta.dirname, '../..') } },
});

const laws = await readLaws();
const chosen = [...laws].filter(([name]) => positionals.length === 0 || positionals.includes(name));
const tree = treeAt(values.root);
let broken = 0;
for (const [name, law] of chosen) {
  const { looked, problems, notes = [] } = judge(law, tree);
  const result = problems.length === 0 ? 'holds' : `BROKEN in ${problems.length} places`;
  console.log(`${name}: ${result} (looked at ${looked}). ${law.says}`);
  for (const line of [...notes, ...problems.map(show)]) console.log(line);
  broken += problems.length;
}
console.log(`${chosen.length} laws, ${broken} problems.`);
process.exitCode = broken > 0 || chosen.length === 0 ? 1 : 0;
