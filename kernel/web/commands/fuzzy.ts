/** How well a text answers a query, and where: `positions` are the indices of the characters that matched. */
export type FuzzyMatch = { readonly score: number; readonly positions: readonly number[] };

const isBoundary = (text: string, index: number): boolean => {
  const before = text[index - 1];
  if (before === undefined || /[\s/\\._:-]/.test(before)) return true;
  return /[a-z0-9]/.test(before) && /[A-Z]/.test(text[index] ?? '');
};

/**
 * Matches the characters of `query` in order within `text`, not caring about case or spaces.
 * The best alignment is found by dynamic programming over (query character, text character), as Smith and Waterman
 * align sequences: a run of neighbours and the beginnings of words count more, gaps count less. O(query * text).
 * @returns undefined when a character is missing
 */
export function fuzzyMatch(query: string, text: string): FuzzyMatch | undefined {
  const wanted = query.toLowerCase().replace(/\s+/g, '');
  if (wanted === '') return { score: 0, positions: [] };
  const lower = text.toLowerCase();
  if (!containsInOrder(wanted, lower)) return undefined;

  const width = text.length;
  const scores: number[][] = [];
  const cameFrom: number[][] = [];
  for (let row = 0; row < wanted.length; row += 1) {
    const current = Array.from<number>({ length: width }).fill(-Infinity);
    const origin = Array.from<number>({ length: width }).fill(-1);
    const above = scores[row - 1];
    let best = -Infinity;
    let bestAt = -1;
    for (let column = row; column < width; column += 1) {
      // The best place of the character before, anywhere to the left, less one for the gap.
      const previous = above?.[column - 2] ?? -Infinity;
      if (previous > best) [best, bestAt] = [previous, column - 2];
      if (lower[column] !== wanted[row]) continue;
      const own = isBoundary(text, column) ? 8 : 1;
      if (!above) {
        current[column] = own - Math.min(column, 10) * 0.1;
        continue;
      }
      const neighbour = (above[column - 1] ?? -Infinity) + 8;
      const afterGap = best - 1;
      origin[column] = neighbour >= afterGap ? column - 1 : bestAt;
      current[column] = own + Math.max(neighbour, afterGap);
    }
    scores.push(current);
    cameFrom.push(origin);
  }
  return traceBack(scores, cameFrom, width);
}

function containsInOrder(wanted: string, text: string): boolean {
  let at = -1;
  for (const character of wanted) {
    at = text.indexOf(character, at + 1);
    if (at < 0) return false;
  }
  return true;
}

function traceBack(scores: readonly number[][], cameFrom: readonly number[][], width: number): FuzzyMatch {
  const last = scores.at(-1) ?? [];
  const score = Math.max(...last);
  const positions: number[] = [];
  let column = last.indexOf(score);
  for (let row = scores.length - 1; row >= 0; row -= 1) {
    positions.unshift(column);
    column = cameFrom[row]?.[column] ?? -1;
  }
  // Among equal matches the shorter text is the closer one.
  return { score: score - width * 0.05, positions };
}
