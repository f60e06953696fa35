import { z } from 'zod';
import { type HostErrorCode, hostErrors } from './error-table.ts';

export { type HostErrorCode, hostErrors } from './error-table.ts';

const codes = Object.keys(hostErrors) as [HostErrorCode, ...HostErrorCode[]];
export const hostErrorCodeSchema = z.enum(codes);

/** The JSON body of every answer with a status of 400 or more. */
export const hostErrorSchema = z.object({
  code: hostErrorCodeSchema,
  message: z.string(),
  /** The path the failure is about, relative to the project. */
  path: z.string().optional(),
  /** More for people: the words of git, the missing program and how to add it. */
  details: z.string().optional(),
  /** With `file_changed`: the hash of what is on disk now; null when the file is gone. */
  hash: z.string().nullable().optional(),
  /** With `upload_offset`: how many bytes the host has. */
  received: z.number().optional(),
  /** With `upload_too_large`: how many bytes there is room for. */
  free: z.number().optional(),
});
export type HostErrorBody = z.infer<typeof hostErrorSchema>;
