import { createRequire } from 'node:module';

/**
 * Resolver of the lint's boundary rule, in the shape that eslint-module-utils asks for (version 2).
 * It asks Node itself, so that the `exports` of our packages count: a path behind a door is not found and is then
 * refused as an unknown `@e-code/*` module. Packages that offer only an `import` condition are not found either,
 * which is right for the rule: not found and not relative means external.
 */
export const interfaceVersion = 2;

export type Resolution = { found: true; path: string | null } | { found: false };

const builtin = /^node:/;

/**
 * @param specifier what stands after `from`
 * @param importer absolute path of the file that imports
 * @returns the absolute path behind links, `null` for a part of Node, or not found
 */
export function resolve(specifier: string, importer: string): Resolution {
  if (builtin.test(specifier)) return { found: true, path: null };
  try {
    return { found: true, path: createRequire(importer).resolve(specifier) };
  } catch {
    return { found: false };
  }
}
