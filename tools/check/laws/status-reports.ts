import type { Law, Problem, Tree } from '../law.ts';
import { isTemplate, problemsAt } from '../source.ts';

const place =
  /^(README|AGENTS|CONTRIBUTING|SECURITY)\.md$|^docs\/|^(kernel|apps|features|ports|tools|tests|packages)\/(.*\/)?README\.md$/;
const reportName = /(status|report|summary|progress|complete|fixes|todo|ready|roadmap)[^/]*\.md$/i;
const boasts =
  /\b100 ?% (?:complete|done|working)|\bproduction[- ]ready|\benterprise[- ]grade|\bfully (?:functional|implemented|working|tested)|\ball tests (?:pass|are green|passing)|\bsuccessfully (?:implemented|completed)|\bstate[- ]of[- ]the[- ]art|\bblazing|\bworld[- ]class|✅|🎉/giu;

/** What works is said by tests and by measured figures. A sentence about it is old on the next day. */
export const law: Law = {
  says: 'Status lives in tests, not in prose.',
  inspect(tree) {
    const pages = tree.paths.filter((path) => path.endsWith('.md') && !isTemplate(path));
    return { looked: pages.length, problems: pages.flatMap((path) => check(tree, path)) };
  },
};

function check(tree: Tree, path: string): Problem[] {
  const text = tree.read(path);
  const named = reportName.test(path) ? [{ path, message: 'This is named as a report. Let a test say it.' }] : [];
  const placed = place.test(path)
    ? []
    : [{ path, message: 'Prose stands in docs/, in a README.md of a room, or in the known pages of the root.' }];
  return [...named, ...placed, ...problemsAt(path, text, boasts, 'This praises instead of telling. Say what it does.')];
}
