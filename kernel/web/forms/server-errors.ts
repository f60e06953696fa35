import type { Problem } from '../client/problem.ts';

type Fields = Readonly<Record<string, string>>;

type Issue = { path?: unknown; message?: unknown };

/** The issues that the server lists in the data of a refused input: `{ issues: [{ path: 'name', message: '...' }] }`. */
function issuesOf(data: unknown): Issue[] {
  if (typeof data !== 'object' || data === null || !('issues' in data) || !Array.isArray(data.issues)) return [];
  return data.issues.filter((issue): issue is Issue => typeof issue === 'object' && issue !== null);
}

/** The last name in an issue's path that is a field: the server may wrap the input, as in `body.name`. */
function fieldOf(issue: Issue, names: readonly string[]): string | undefined {
  const path = typeof issue.path === 'string' ? issue.path.split('.') : [];
  return path.findLast((part) => names.includes(part));
}

/**
 * Which part of a server's refusal belongs to which field.
 * @param names the fields of the form
 * @param codes which field a code is about
 * @returns messages by field, and the problem itself when it belongs to none
 */
export function problemToFields(
  problem: Problem,
  names: readonly string[],
  codes: Readonly<Record<string, string>>,
): { fields: Fields; rest: Problem | undefined } {
  const named = codes[problem.code];
  if (named !== undefined) return { fields: { [named]: problem.message }, rest: undefined };
  const fields: Record<string, string> = {};
  for (const issue of issuesOf(problem.data)) {
    const name = fieldOf(issue, names);
    if (name !== undefined) fields[name] ??= String(issue.message);
  }
  return { fields, rest: Object.keys(fields).length > 0 ? undefined : problem };
}
