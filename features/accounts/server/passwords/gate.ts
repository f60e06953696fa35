import { accountsErrors } from '@e-code/accounts/contract';

/**
 * Lets some work run at once and some wait; more is refused with `busy` instead of piling up.
 * @returns a function that runs the work when its turn comes
 */
export function createGate(limits: {
  atOnce: number;
  waiting: number;
}): <Result>(work: () => Promise<Result>) => Promise<Result> {
  const queue: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= limits.atOnce) {
      if (queue.length >= limits.waiting) throw accountsErrors.busy();
      // Whoever leaves hands its place over, so `running` stays as it is.
      await new Promise<void>((resolve) => queue.push(resolve));
    } else {
      running += 1;
    }
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
