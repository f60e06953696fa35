import { ToastRegion } from '@e-code/kernel/web';

/** A file of its own, so that the region is a chunk of its own. */
export function Toasts() {
  return <ToastRegion />;
}
