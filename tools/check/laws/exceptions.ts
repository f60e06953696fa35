import type { Law, Problem, Tree } from '../law.ts';
import { codePaths, type Comment, sourceOf } from '../source.ts';

const disable = /^\W*(?:oxlint|eslint)-disable(?:-next-line|-line)?\b(?<rest>.*)$/s;
const expected = /^\W*@ts-(?<kind>expect-error|ignore|nocheck)\b(?<rest>.*)$/s;
/** The shortest reason that can be one: two words. */
const reason = /\w+\W+\w+/;

export const law: Law = {
  says: 'Whoever silences a checker says why.',
  inspect(tree) {
    const paths = codePaths(tree);
    return { looked: paths.length, problems: paths.flatMap((path) => check(tree, path)) };
  },
};

function check(tree: Tree, path: string): Problem[] {
  const { comments } = sourceOf(path, tree.read(path));
  // The reason may also be a comment of its own right above.
  const above = ({ line }: Comment) =>
    comments.some((other) => other.line === line - 1 && !disable.test(other.text) && reason.test(other.text));
  return comments.flatMap((comment) =>
    judge(comment, above(comment)).map((message) => ({ path, line: comment.line, message })),
  );
}

function judge({ text }: Comment, explained: boolean): string[] {
  const disabled = disable.exec(text)?.groups;
  if (disabled) {
    const [rules = '', ...why] = (disabled['rest'] ?? '').split(' -- ');
    if (rules.trim() === '') return ['Name the rule that is switched off.'];
    if (explained || reason.test(why.join(' '))) return [];
    return ['Add the reason: `oxlint-disable-next-line the-rule -- because …`.'];
  }
  const silenced = expected.exec(text)?.groups;
  if (!silenced) return [];
  if (silenced['kind'] !== 'expect-error')
    return ['Use @ts-expect-error with a reason: it says when it is needed no more.'];
  return explained || reason.test(silenced['rest'] ?? '')
    ? []
    : ['Say after @ts-expect-error what is expected and why.'];
}
