import { kernelErrors } from '@e-code/kernel/contract';
import type { SandboxErrorCode } from '@e-code/port-sandbox';
import { projectErrors } from '../../contract/index.ts';

/** Whether the sandbox port refused something for this reason. */
export function isSandboxFailure(error: unknown, ...codes: SandboxErrorCode[]): boolean {
  const reasons: readonly unknown[] = codes;
  return error instanceof Error && 'code' in error && reasons.includes(error.code);
}

/** What the sandbox port refused, as this feature says it. Anything else stays as it is. */
export function toStorageFailure(error: unknown): unknown {
  if (isSandboxFailure(error, 'host_disk_full', 'volume_full')) return projectErrors.storage_full();
  if (isSandboxFailure(error, 'port_not_configured')) {
    return kernelErrors.port_not_configured({ port: 'The sandbox', setting: 'SANDBOX_RUNTIME' });
  }
  return error;
}
