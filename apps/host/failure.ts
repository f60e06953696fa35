import { type HostErrorCode, hostErrors } from './contract/error-table.ts';
import type { HostErrorBody } from './contract/errors.ts';

type Extra = Omit<HostErrorBody, 'code' | 'message'>;

/** An expected failure: its code decides the HTTP status and the sentence. */
export class HostError extends Error {
  readonly code: HostErrorCode;
  readonly extra: Extra;

  constructor(code: HostErrorCode, extra: Extra = {}) {
    super(hostErrors[code][1]);
    this.code = code;
    this.extra = extra;
  }

  get status(): number {
    return hostErrors[this.code][0];
  }

  get body(): HostErrorBody {
    return { code: this.code, message: this.message, ...this.extra };
  }
}

const systemCodes: Record<string, HostErrorCode> = {
  ENOENT: 'path_not_found',
  EEXIST: 'path_exists',
  ENOTEMPTY: 'path_exists',
  ENOTDIR: 'not_a_directory',
  EISDIR: 'not_a_file',
  ENXIO: 'not_a_file',
  ELOOP: 'path_outside',
  ENAMETOOLONG: 'name_too_long',
  ENOSPC: 'disk_full',
  EDQUOT: 'disk_full',
  EACCES: 'path_permission',
  EPERM: 'path_permission',
  EROFS: 'path_permission',
  ETXTBSY: 'path_permission',
  EINVAL: 'move_into_itself',
  EMFILE: 'too_many_files',
  ENFILE: 'too_many_files',
  EAGAIN: 'too_many_files',
  ENOMEM: 'too_many_files',
  // The sender went away in the middle of its body; nobody reads this answer.
  ECONNRESET: 'request_invalid',
};

export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

export const isMissing = (error: unknown): boolean => systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR';

/** Any thrown value as a HostError; what the kernel said is translated, `path` is the project's word for the place. */
export function toHostError(error: unknown, path?: string): HostError {
  if (error instanceof HostError) return error;
  const code = systemCodes[systemCode(error) ?? ''];
  const extra = path === undefined ? {} : { path };
  if (code !== undefined) return new HostError(code, extra);
  console.error(error);
  return new HostError('internal', extra);
}
