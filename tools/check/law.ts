/** The files of the repository as a law sees them. Tests hand in a small one. */
export interface Tree {
  /** Paths from the root with `/`, sorted; what git ignores is not among them. */
  readonly paths: readonly string[];
  read(path: string): string;
}

export interface Problem {
  path: string;
  /** Counted from 1. */
  line?: number | undefined;
  /** What is wrong and what to do instead. */
  message: string;
}

export interface Inspection {
  /** How many files (or packages, drivers: the law's own things) were looked at. A law that looked at none has failed. */
  looked: number;
  problems: Problem[];
  /** Printed beside the result, such as a table. */
  notes?: string[];
}

/** A rule of the repository that no compiler or linter checks. Each stands in `laws/` as `law`, with its test beside it. */
export interface Law {
  /** The sentence that the law holds. */
  readonly says: string;
  inspect(tree: Tree): Inspection;
}
