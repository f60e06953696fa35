import type { Sql } from '@e-code/kernel/server';
import type { Parts } from './parts.ts';

/** The members of a project who are named behind an `@` in a text. Nobody else can be mentioned. */
export async function findMentions(
  { projects, people }: Parts,
  sql: Sql,
  projectId: string,
  body: string,
): Promise<string[]> {
  if (!body.includes('@')) return [];
  const ids = await projects.memberIds(sql, projectId);
  return mentionedIn(body, await people.names(sql, ids));
}

/**
 * Whose names stand behind an `@`. A longer name wins over a shorter one that it begins with, and code is no mention.
 * @param names of people by id
 */
export function mentionedIn(body: string, names: ReadonlyMap<string, string>): string[] {
  const prose = body.replace(/```[\s\S]*?(?:```|$)|`[^`\n]*`/g, ' ');
  const wanted = [...new Set(names.values())].filter((name) => name !== '').toSorted((a, b) => b.length - a.length);
  if (wanted.length === 0) return [];
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}_@])@(${wanted.map(escape).join('|')})(?![\\p{L}\\p{N}_])`, 'giu');
  const said = new Set([...prose.matchAll(pattern)].map(([, name = '']) => name.toLowerCase()));
  return [...names].filter(([, name]) => said.has(name.toLowerCase())).map(([id]) => id);
}

const escape = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
