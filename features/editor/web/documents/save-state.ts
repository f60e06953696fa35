/**
 * What the page may say about a file:
 * - `saved`: every edit that was made here is on disk, acknowledged by the host.
 * - `saving`: edits are on their way.
 * - `connecting`: nothing waits here, and the page does not know yet what the host has.
 * - `offline`: the project cannot be reached; the edits are kept in this browser and sent when it can.
 * - `disk-full`, `failed`: the host has the edits and cannot write the file; it says why.
 * - `deleted`: the file was deleted while it is open; its text is kept.
 * - `detached`: the file on disk is no text any more, or too large to be edited.
 * - `viewing`: this person may look only; what was typed after that was taken away is dropped.
 */
export type SaveState =
  | { readonly kind: 'saved' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'offline'; readonly edits: number }
  | { readonly kind: 'disk-full'; readonly edits: number; readonly message: string }
  | { readonly kind: 'failed'; readonly edits: number; readonly message: string }
  | { readonly kind: 'deleted'; readonly edits: number }
  | { readonly kind: 'detached'; readonly edits: number }
  | { readonly kind: 'viewing'; readonly edits: number };

/** Worst first: one line speaks for all open files. */
const order: readonly SaveState['kind'][] = [
  'disk-full',
  'failed',
  'detached',
  'deleted',
  'viewing',
  'offline',
  'saving',
  'connecting',
  'saved',
];

const saved: SaveState = { kind: 'saved' };

/** The state to show for many files: the worst one, with the edits of all that wait. */
export function summarize(states: readonly SaveState[]): SaveState {
  const worst = states.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))[0] ?? saved;
  if (!('edits' in worst)) return worst;
  const edits = states.reduce((sum, state) => sum + ('edits' in state ? state.edits : 0), 0);
  return { ...worst, edits };
}

export const sameState = (one: SaveState, other: SaveState): boolean => JSON.stringify(one) === JSON.stringify(other);
