import { clsx } from 'clsx';

/** A grey shape where content will be; give it the content's size with classes. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden
      className={clsx('block rounded-small bg-active [animation:skeleton-pulse_1.6s_ease-in-out_infinite]', className)}
    />
  );
}
