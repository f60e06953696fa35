import { expect, it, vi } from 'vitest';
import { takeToasts, toast, toastDemand, type ToastRequest } from './toast.ts';

it('keeps what is said before the region is there, and undoes once', async () => {
  const shown: ToastRequest[] = [];
  const closed: (string | undefined)[] = [];
  const undo = vi.fn<() => Promise<never>>(() => Promise.reject(new Error('The folder is gone.')));

  expect(toastDemand.needed()).toBe(false);
  const id = toast.undo('Deleted index.ts', undo);
  const dropped = toast.info('Gone before anyone saw it');
  toast.close(dropped);
  expect(toastDemand.needed()).toBe(true);

  const give = takeToasts({ show: (request) => shown.push(request), close: (which) => closed.push(which) });
  expect(shown.map((request) => request.title)).toEqual(['Deleted index.ts']);
  expect(shown[0]?.timeout).toBe(10_000);

  shown[0]?.action?.onClick();
  await vi.waitFor(() => expect(shown.at(-1)).toMatchObject({ kind: 'error', title: 'The folder is gone.' }));
  expect(undo).toHaveBeenCalledTimes(1);
  expect(closed).toEqual([id]);
  give();
});
