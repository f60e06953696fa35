import { valueSchema } from '@e-code/key-value/contract';
import type { Value } from '@e-code/key-value/contract';
import { z } from 'zod';

export type ImportedEntry = { key: string; value: Value; expiresAt: number | null };

const downloaded = z.array(z.object({ key: z.string(), value: valueSchema, expiresAt: z.number().nullable() }));
const plain = z.record(z.string(), z.json());

/**
 * Reads a file that was downloaded here, or an object whose values become JSON, as clients of Replit's database set them.
 * Undefined when it is neither.
 */
export function readImport(text: string): ImportedEntry[] | undefined {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return undefined;
  }
  const ours = downloaded.safeParse(content);
  if (ours.success) return ours.data;
  const object = plain.safeParse(content);
  if (!object.success) return undefined;
  return Object.entries(object.data).map(([key, value]) => ({
    key,
    value: { text: JSON.stringify(value) },
    expiresAt: null,
  }));
}

/** Groups that each fit into one request. */
export function inRequests(entries: readonly ImportedEntry[], mostBytes = 150_000, most = 500): ImportedEntry[][] {
  const groups: ImportedEntry[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const entry of entries) {
    const bytes = new Blob([JSON.stringify(entry)]).size;
    if (size + bytes > mostBytes || (groups.at(-1)?.length ?? 0) >= most) {
      groups.push([]);
      size = 0;
    }
    groups.at(-1)?.push(entry);
    size += bytes;
  }
  return groups;
}
