import type { Kernel } from '@e-code/kernel/server';

/** The bus topic by which every process of an installation learns that SSH keys are no longer good. */
const ENDED = 'git.ssh_keys_ended';

interface Ended {
  ids: string[];
  reason: string;
}

export function publishEnded({ bus }: Pick<Kernel, 'bus'>, message: Ended): void {
  bus.publish(ENDED, message);
}

/** Cuts the connections of keys that ended. @returns the function that stops listening */
export function listenForEnded(
  { bus, connections }: Pick<Kernel, 'bus' | 'connections'>,
  forget: (sshKeyId: string) => void,
): () => void {
  return bus.subscribe(ENDED, (message) => {
    const { ids, reason } = message as Ended;
    for (const id of ids) {
      forget(id);
      connections.endSession(id, reason);
    }
  });
}
