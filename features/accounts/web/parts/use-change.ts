import { toast, toProblem, ProofCancelled, withFreshProof } from '@e-code/kernel/web';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { queries } from '../queries.ts';

/**
 * Changes something of an account: asks for a fresh proof where one is needed, reads the account again, and says in a toast
 * what went wrong.
 * @returns whether a change is under way, and the function that makes one; it answers whether it happened
 */
export function useChange(): [
  busy: boolean,
  change: (work: () => Promise<unknown>, done?: string) => Promise<boolean>,
] {
  const queryClient = useQueryClient();
  const [busy, setBusy] = useState(false);
  async function change(work: () => Promise<unknown>, done?: string): Promise<boolean> {
    setBusy(true);
    try {
      await withFreshProof(work);
      await queryClient.invalidateQueries({ queryKey: queries.key() });
      if (done !== undefined) toast.success(done);
      return true;
    } catch (error) {
      if (!(error instanceof ProofCancelled)) toast.error(toProblem(error).message);
      return false;
    } finally {
      setBusy(false);
    }
  }
  return [busy, change];
}
