import type { Kernel } from '@e-code/kernel/server';

/** The bus topic by which every process of an installation learns that keys are no longer good. */
const REVOKED = 'api_keys.revoked';

interface Revoked {
  ids: string[];
  reason: string;
}

export function publishRevoked({ bus }: Pick<Kernel, 'bus'>, message: Revoked): void {
  bus.publish(REVOKED, message);
}

/** Forgets what was revoked and cuts its sockets. @returns the function that stops listening */
export function listenForRevocations(kernel: Kernel, forget: (ids: string[]) => void): () => void {
  return kernel.bus.subscribe(REVOKED, (message) => {
    const { ids, reason } = message as Revoked;
    forget(ids);
    for (const id of ids) kernel.connections.endSession(id, reason);
  });
}
