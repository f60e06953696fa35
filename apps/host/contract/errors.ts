import { z } from 'zod';

/** Every failure the host expects, with its HTTP status and the sentence a person reads. */
export const hostErrors = {
  request_invalid: [400, 'The request could not be understood. Check its fields against the contract.'],
  actor_missing: [401, 'The request does not say who acts. It must come through the gateway.'],
  capability_missing: [403, 'You may not do this in this project. Ask its owner for more rights.'],
  route_not_found: [404, 'The project host has no such address.'],
  path_invalid: [
    400,
    'This path cannot be used: it must be relative, without "..", empty parts or NUL.',
  ],
  path_outside: [403, 'This path leads out of the project through a symbolic link, so it was not followed.'],
  path_not_found: [404, 'Nothing exists at this path. It may have been moved or deleted.'],
  path_exists: [409, 'Something with this name is already there. Choose another name, or replace it.'],
  path_permission: [403, 'The file system refuses this. Look at the owner and the permissions of the file.'],
  name_too_long: [400, 'This name is longer than the file system allows (255 bytes). Choose a shorter one.'],
  not_a_directory: [409, 'A part of this path is a file, not a folder.'],
  not_a_file: [409, 'This is not a regular file, so its content cannot be read or written here.'],
  move_into_itself: [409, 'A folder cannot be moved or copied into itself.'],
  file_changed: [
    412,
    'The file changed on disk since you read it, so nothing was overwritten. Compare and save again.',
  ],
  precondition_missing: [
    428,
    'Say what the content is based on (if-match), or that the file must be new (if-none-match: *).',
  ],
  range_invalid: [416, 'The requested part lies outside of the file.'],
  body_too_large: [413, 'This request is larger than the host accepts here. Use an upload for big files.'],
  disk_full: [507, 'The disk of the project is full. The previous content is intact; delete something and try again.'],
  undo_expired: [410, 'This deletion can no longer be undone: it was restored already, or the trash was emptied.'],
  upload_offset: [
    409,
    'The upload continues at another position than the host has received. Ask for the position and resume.',
  ],
  archive_invalid: [422, 'This is not a readable zip archive.'],
  archive_too_large: [413, 'The archive unpacks to more than the project may hold, so unpacking stopped.'],
  clone_refused: [400, 'Only https:// addresses without a user name or password can be cloned.'],
  clone_failed: [502, 'Git could not clone this repository. Its last words are in the details.'],
  clone_not_empty: [409, 'The destination is not empty. Clone into a new folder.'],
  nothing_to_run: [409, 'No way to run this project was found. Add `run = "<command>"` to a .replit file.'],
  program_missing: [409, 'A program that this project needs is not installed.'],
  already_running: [409, 'The project runs already. Stop it first.'],
  not_running: [409, 'Nothing runs at the moment.'],
  terminal_not_found: [404, 'This terminal does not exist any more.'],
  terminal_limit: [429, 'Too many terminals are open. Close one first.'],
  search_invalid: [400, 'The search pattern is not a valid regular expression.'],
  too_many_files: [503, 'The project has too many files or processes open at the moment. Close some and try again.'],
  connection_limit: [503, 'Too many pages are connected to this project. Close one first.'],
  internal: [500, 'The project host failed at this. The details are in its log.'],
} as const satisfies Record<string, readonly [status: number, sentence: string]>;

export type HostErrorCode = keyof typeof hostErrors;

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
});
export type HostErrorBody = z.infer<typeof hostErrorSchema>;
