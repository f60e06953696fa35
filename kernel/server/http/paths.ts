import type { PathParameters } from '../feature.ts';

/** Matches paths such as `/api/projects/:projectId/host/*`. @returns the parameters, or nothing when it does not fit. */
export function compilePath(path: string): (actual: string) => PathParameters | undefined {
  const source = path
    .split('/')
    .map((segment) => {
      if (segment === '*') return '(?<rest>.*)';
      return segment.startsWith(':') ? `(?<${segment.slice(1)}>[^/]+)` : segment.replace(/[.+?^$()|[\]{}\\]/g, '\\$&');
    })
    .join('/');
  const pattern = new RegExp(`^${source}$`);
  return (actual) => {
    const groups = pattern.exec(actual)?.groups;
    if (groups === undefined) return pattern.test(actual) ? {} : undefined;
    return decodeAll(groups);
  };
}

function decodeAll(groups: PathParameters): PathParameters | undefined {
  try {
    return Object.fromEntries(
      Object.entries(groups).map(([name, value]) =>
        name === 'rest' ? ['*', value] : [name, decodeURIComponent(value)],
      ),
    );
  } catch {
    return undefined;
  }
}
