import { kernelErrors } from '@e-code/kernel/contract';
import { z } from 'zod';

/** The last row of a page: the value that the list is ordered by, as PostgreSQL writes it, and the id. */
export interface Place {
  key: string;
  id: string;
}

const placeSchema = z.tuple([z.string(), z.string()]);

export function writeCursor({ key, id }: Place): string {
  return Buffer.from(JSON.stringify([key, id])).toString('base64url');
}

/** @throws invalid_input when the text is not a cursor */
export function readCursor(cursor: string): Place {
  try {
    const [key, id] = placeSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    return { key, id };
  } catch {
    throw invalidCursor();
  }
}

function invalidCursor(): Error {
  const message = 'This is not a cursor of this list. Start from the beginning.';
  return kernelErrors.invalid_input({ summary: message, issues: [{ path: 'cursor', message }] });
}
