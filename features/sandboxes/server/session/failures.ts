import type { Exit, SandboxErrorCode } from '@e-code/port-sandbox';
import type { FailureReason, SessionFailure } from '../../contract/index.ts';

const hints: Record<FailureReason, string> = {
  out_of_memory: 'Open it again to start it. If this repeats, use less memory, or ask the operator for a higher limit.',
  host_killed: 'Open it again to start it. Files that were shown as saved are on the disk.',
  host_ended: 'Open it again to start it. If this repeats, tell the operator; the reason is in the log.',
  host_silent: 'Restart it. If this repeats, the machine may be overloaded; tell the operator.',
  disk_full: 'Ask the operator for a larger disk for this project, then open it again.',
  machine_disk_full: 'Tell the operator: space must be freed on the machine. Your files are intact.',
  volume_missing: 'Tell the operator: the files of this project are not where they should be.',
  start_failed: 'Try again. If this repeats, tell the operator; the reason is in the log.',
  port_not_configured: 'The operator finds what is missing on the sandboxes page of the installation.',
};

function failure(reason: FailureReason, message: string): SessionFailure {
  return { reason, message, hint: hints[reason] };
}

/**
 * Why a sandbox ended by itself, in words.
 * @param lastWords the end of what the host wrote to its error output
 */
export function explainEnd(exit: Exit, lastWords: string): SessionFailure {
  if (exit.reason === 'out_of_memory') return failure('out_of_memory', `The project was ended. ${exit.message}`);
  if (/\bENOSPC\b/.test(lastWords)) return failure('disk_full', 'The disk of the project is full, so it cannot run.');
  if (exit.signal !== null || exit.code === 137) {
    return failure('host_killed', `The process that serves the project was ended by ${exit.signal ?? 'SIGKILL'}.`);
  }
  if (exit.reason === 'failed') return failure('start_failed', exit.message);
  return failure('host_ended', `The process that serves the project ended with exit code ${exit.code ?? 'unknown'}.`);
}

const reasons: Partial<Record<SandboxErrorCode, FailureReason>> = {
  host_disk_full: 'machine_disk_full',
  volume_full: 'disk_full',
  volume_not_found: 'volume_missing',
  port_not_configured: 'port_not_configured',
};

/** Why a start failed, from what the sandbox port threw. */
export function explainStart(error: unknown): SessionFailure {
  const code = sandboxErrorCode(error);
  const reason = code === undefined ? 'start_failed' : (reasons[code] ?? 'start_failed');
  const known = code !== undefined && error instanceof Error;
  return failure(reason, known ? error.message : 'An unexpected error occurred while the project was started.');
}

/** The host runs, but what it must be given before anybody uses it did not reach it. */
export function explainUnprepared(): SessionFailure {
  return failure('start_failed', 'The variables and secrets of the project could not be handed to it.');
}

/** The host accepted no request in time. */
export function explainSilence(seconds: number): SessionFailure {
  return failure('host_silent', `The project did not answer within ${seconds} seconds after its start.`);
}

/** The code of the port's own errors; a feature knows a port by its types alone, so the class cannot be asked. */
export function sandboxErrorCode(error: unknown): SandboxErrorCode | undefined {
  if (!(error instanceof Error) || error.name !== 'SandboxError' || !('code' in error)) return undefined;
  return error.code as SandboxErrorCode;
}
