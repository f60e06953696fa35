/** What of a commit decides where its lines run. */
export type Linked = { readonly commit: string; readonly parents: readonly string[] };

/** A line that reaches a commit's row, from the middle of the row above to the middle of its own. */
export type Edge = { readonly from: number; readonly to: number; readonly colour: number };

export type LaneRow = {
  readonly column: number;
  readonly colour: number;
  readonly edges: readonly Edge[];
  /** Columns that the row needs. */
  readonly width: number;
};

type Lane = {
  /** The commit that the line leads to. */
  readonly to: string;
  readonly colour: number;
  /** The column in the row above where it comes from. */
  readonly from: number;
};

/**
 * Gives every commit its column, row by row from the newest. Commits come in topological order, in as many pages as there
 * are: a row needs only the lines that are open above it, so that a page costs the same wherever it stands.
 */
export class Lanes {
  #lanes: (Lane | undefined)[] = [];
  #colours = 0;

  add({ commit, parents }: Linked): LaneRow {
    const lanes = this.#lanes;
    const waiting = lanes.findIndex((lane) => lane?.to === commit);
    const column = waiting === -1 ? firstFree(lanes) : waiting;
    const colour = lanes[column]?.colour ?? this.#colours++;
    const edges = lanes.flatMap((lane, index): Edge[] =>
      lane ? [{ from: lane.from, to: lane.to === commit ? column : index, colour: lane.colour }] : [],
    );
    const before = lanes.length;
    this.#lanes = lanes.map((lane, index) =>
      lane === undefined || lane.to === commit ? undefined : { ...lane, from: index },
    );
    this.#lead(parents, column, colour);
    return { column, colour, edges, width: Math.max(before, column + 1) };
  }

  /** The first parent goes straight on; a line that leads to another one already is joined in the row where it ends. */
  #lead(parents: readonly string[], column: number, colour: number): void {
    for (const [order, to] of parents.entries()) {
      const lanes = this.#lanes;
      const index = order === 0 ? column : firstFree(lanes);
      if (order > 0 && lanes.some((lane) => lane?.to === to && lane.from === column)) continue;
      lanes[index] = { to, colour: order === 0 ? colour : this.#colours++, from: column };
    }
    while (this.#lanes.length > 0 && this.#lanes.at(-1) === undefined) this.#lanes.pop();
  }
}

function firstFree(lanes: readonly (Lane | undefined)[]): number {
  const free = lanes.findIndex((lane) => lane === undefined);
  return free === -1 ? lanes.length : free;
}
