import type { DebugStop } from '../contract/debug.ts';

/** The path in the project; null for code outside of it. */
export function relativePath(root: string, absolute: string | undefined): string | null {
  return absolute?.startsWith(`${root}/`) === true ? absolute.slice(root.length + 1) : null;
}

const reasons: Readonly<Record<string, DebugStop['reason']>> = {
  breakpoint: 'breakpoint',
  step: 'step',
  pause: 'pause',
  exception: 'exception',
  entry: 'entry',
  statement: 'statement',
};

export const stopReason = (word: string): DebugStop['reason'] => reasons[word.split(' ', 1)[0] ?? ''] ?? 'pause';
