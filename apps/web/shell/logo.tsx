import { clsx } from 'clsx';

/** The mark: three lines of code in the shape of an E. */
export function Logo({ size = 20, className }: { size?: number; className?: string }) {
  return (
    <svg
      role="img"
      aria-label="E-Code"
      viewBox="0 0 32 32"
      width={size}
      height={size}
      className={clsx('shrink-0', className)}
    >
      <rect width="32" height="32" rx="7" className="fill-accent" />
      <path
        d="M10.5 9.5h11M10.5 16h8M10.5 22.5h11"
        fill="none"
        strokeWidth="2.75"
        strokeLinecap="round"
        className="stroke-on-accent"
      />
    </svg>
  );
}
