import { z } from 'zod';

export const previewPort = z.int().min(1).max(65_535);

/** A path and query on the preview's own host: two slashes, or a backslash, would lead browsers to another one. */
export const previewPath = z
  .string()
  .max(4096)
  .regex(/^\/(?![/\\])/, 'must begin with one slash')
  .default('/');
