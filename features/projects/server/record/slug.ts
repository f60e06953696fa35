import { eq } from 'drizzle-orm';
import { makeId } from '@e-code/kernel/server';
import type { Sql } from '@e-code/kernel/server';
import { addresses } from '../tables.ts';

const LENGTH = 40;

// Slugs become host names of what people publish; these would look like the installation's own.
const RESERVED = new Set(
  (
    'admin api app apps assets auth blog cdn docs e-code ecode help localhost login mail new ns operator root ' +
    'settings smtp static status support system trash www'
  ).split(' '),
);

/** `Café No. 5` becomes `cafe-no-5`. Names without Latin letters and digits become `project`. */
export function slugOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const slug = plain
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LENGTH)
    .replace(/^-+|-+$/g, '');
  return slug === '' ? 'project' : slug;
}

/**
 * Takes an address for a project. One that is used, or was used by another project, gets a random ending: a number that
 * counts would tell how many projects of this name others have.
 */
export async function claimSlug(sql: Sql, projectId: string, name: string): Promise<string> {
  const wanted = slugOf(name);
  let slug = RESERVED.has(wanted) ? withEnding(wanted) : wanted;
  while (!(await claim(sql, projectId, slug))) slug = withEnding(wanted);
  return slug;
}

async function claim(sql: Sql, projectId: string, slug: string): Promise<boolean> {
  const claimed = await sql.insert(addresses).values({ slug, projectId }).onConflictDoNothing().returning();
  if (claimed.length > 0) return true;
  const [holder] = await sql.select().from(addresses).where(eq(addresses.slug, slug));
  return holder?.projectId === projectId;
}

function withEnding(slug: string): string {
  return `${slug}-${makeId('x').slice(-4)}`;
}
