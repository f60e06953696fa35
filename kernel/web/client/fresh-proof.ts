import { toProblem } from './problem.ts';

/** Somebody waits for the person to prove who they are. */
export interface WaitingProof {
  done: () => void;
  cancel: () => void;
}

let waiting: WaitingProof | undefined;
const listeners = new Set<() => void>();

function setWaiting(next: WaitingProof | undefined): void {
  waiting = next;
  for (const listener of listeners) listener();
}

/** What the shell and the dialog listen to. */
export const proofStore = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  current: (): WaitingProof | undefined => waiting,
};

/** Thrown when the person closed the dialog instead of proving who they are. */
export class ProofCancelled extends Error {
  override readonly name = 'ProofCancelled';
}

/**
 * Does something that may need a fresh proof of identity: when the server asks for one, the dialog does, and the work is
 * done again.
 * @throws ProofCancelled, and what the work throws
 */
export async function withFreshProof<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (toProblem(error).code !== 'reauthentication_required') throw error;
  }
  await new Promise<void>((resolve, reject) => {
    waiting?.cancel();
    setWaiting({
      done: () => {
        setWaiting(undefined);
        resolve();
      },
      cancel: () => {
        setWaiting(undefined);
        reject(new ProofCancelled('The proof of identity was not given'));
      },
    });
  });
  return work();
}
