import type { ParsedInput, RouteAnswer } from '../contract/index.ts';

type TablesInput = ParsedInput<'sqlite.tables'>;
type RowsInput = ParsedInput<'sqlite.rows'>;

/** What the worker is asked; `absolute` is the place of the database. */
export type SqliteWork =
  | ({ readonly kind: 'tables'; readonly absolute: string } & TablesInput)
  | ({ readonly kind: 'rows'; readonly absolute: string } & RowsInput);

export type SqliteAnswer = RouteAnswer<'sqlite.tables'> | RouteAnswer<'sqlite.rows'>;

/** What the worker says: an answer, or the words of SQLite. */
export type SqliteOutcome = { readonly answer: SqliteAnswer } | { readonly refusal: string };
