/**
 * What the page may say about a file:
 * - `saved`: every edit is on disk, acknowledged by the host.
 * - `saving`: edits are on their way.
 * - `offline`: the project cannot be reached; the edits are kept here and sent when it can.
 * - `conflict`: the same lines changed on disk; the person decides.
 * - `disk-full`, `refused`: the host did not take it and says why.
 * - `gone`: the file was deleted or moved away while it is open.
 */
export type SaveState =
  | { readonly kind: 'saved' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'offline'; readonly edits: number }
  | { readonly kind: 'conflict'; readonly edits: number }
  | { readonly kind: 'disk-full'; readonly edits: number; readonly message: string }
  | { readonly kind: 'refused'; readonly edits: number; readonly message: string }
  | { readonly kind: 'gone'; readonly edits: number };

/** Worst first: one line speaks for all open files. */
const order: readonly SaveState['kind'][] = ['conflict', 'disk-full', 'refused', 'gone', 'offline', 'saving', 'saved'];

const saved: SaveState = { kind: 'saved' };

/** The state to show for many files: the worst one, with the edits of all that wait. */
export function summarize(states: readonly SaveState[]): SaveState {
  const worst = states.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))[0] ?? saved;
  if (!('edits' in worst)) return worst;
  const edits = states.reduce((sum, state) => sum + ('edits' in state ? state.edits : 0), 0);
  return { ...worst, edits };
}
