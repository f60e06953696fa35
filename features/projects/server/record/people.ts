import type { Sql } from '@e-code/kernel/server';

/** What projects ask about people; the composition gives it from the feature that knows them. */
export interface People {
  /** Names by id. Who has no account any more is absent. */
  names(sql: Sql, ids: string[]): Promise<Map<string, string>>;
  findByEmail(sql: Sql, email: string): Promise<{ id: string; name: string } | undefined>;
}

/** What stands where the name of somebody without an account would. */
const GONE = 'Deleted account';

/** Answers names of these people, known ones without a question to the database. */
export async function nameReader(
  { sql, people, known }: { sql: Sql; people: People; known: { id: string; name: string } },
  ids: string[],
): Promise<(id: string) => string> {
  const others = [...new Set(ids)].filter((id) => id !== known.id);
  const names = others.length === 0 ? new Map<string, string>() : await people.names(sql, others);
  return (id) => (id === known.id ? known.name : (names.get(id) ?? GONE));
}
