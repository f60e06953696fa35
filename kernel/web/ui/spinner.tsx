import { clsx } from 'clsx';
import { useEffect, useState } from 'react';
import { t } from './texts.ts';

/** A turning ring of 14 px that takes the colour of its text. Say the reason beside it, or use `Waiting`. */
export function Spinner({ className }: { className?: string }) {
  return (
    <svg
      aria-hidden
      viewBox="0 0 16 16"
      className={clsx('spinner size-3.5 shrink-0 [animation:spinner-turn_0.7s_linear_infinite]', className)}
    >
      <circle cx="8" cy="8" r="6.25" fill="none" stroke="currentColor" strokeWidth="1.5" opacity="0.22" />
      <path
        d="M14.25 8A6.25 6.25 0 0 0 8 1.75"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
      />
    </svg>
  );
}

/** True once `delay` milliseconds have passed: work that ends sooner shows no spinner, which would only flicker. */
function useDelay(delay: number): boolean {
  const [passed, setPassed] = useState(delay === 0);
  useEffect(() => {
    const timer = setTimeout(() => setPassed(true), delay);
    return () => clearTimeout(timer);
  }, [delay]);
  return passed;
}

/** Something is being waited for, and what. Announced politely; appears after `delay` milliseconds. */
export function Waiting({
  reason = t('loading'),
  delay = 200,
  className,
}: {
  reason?: string;
  delay?: number;
  className?: string;
}) {
  const shown = useDelay(delay);
  return (
    <p role="status" className={clsx('flex items-center justify-center gap-2 text-ui text-muted', className)}>
      {shown && (
        <>
          <Spinner /> {reason}
        </>
      )}
    </p>
  );
}
