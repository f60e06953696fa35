/**
 * Whether `.replit` hides a path (its key `hidden`). A pattern without a slash is a name at any depth, one with a slash
 * begins at the project; `*` and `?` stay within a name, `**` does not. What lies in a hidden folder is hidden too.
 */
export function hiddenMatcher(patterns: readonly string[]): (path: string) => boolean {
  const expressions = patterns.filter((pattern) => pattern !== '').map(toExpression);
  if (expressions.length === 0) return () => false;
  return (path) => expressions.some((expression) => expression.test(path));
}

function toExpression(pattern: string): RegExp {
  const plain = pattern.replace(/^\.?\//, '').replace(/\/$/, '');
  const anchor = plain.includes('/') ? '^' : '(?:^|/)';
  const body = plain.replace(/\*\*\/|\*\*|[*?]|[.+^${}()|[\]\\]/g, (part) => {
    if (part === '**/') return '(?:.*/)?';
    if (part === '**') return '.*';
    if (part === '*') return '[^/]*';
    return part === '?' ? '[^/]' : `\\${part}`;
  });
  return new RegExp(`${anchor}${body}(?:/|$)`);
}
