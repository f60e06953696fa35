import { clsx } from 'clsx';
import { useState } from 'react';

const sizes = { small: 'size-5 text-[9px]', medium: 'size-6 text-[10px]', large: 'size-10 text-ui' };

/** Up to two letters: the first of the first and of the last word. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) =>
    String.fromCodePoint(word?.codePointAt(0) ?? 0x20).trim(),
  );
  return letters.join('').toUpperCase();
}

/** A person's picture, or the initials when there is none or it does not load. */
export function Avatar({
  name,
  src,
  size = 'medium',
}: {
  name: string;
  src?: string | undefined;
  size?: keyof typeof sizes;
}) {
  const [failed, setFailed] = useState<string>();
  const frame = clsx('inline-grid shrink-0 place-items-center overflow-hidden rounded-full', sizes[size]);
  if (src && failed !== src)
    return <img src={src} alt={name} onError={() => setFailed(src)} className={clsx(frame, 'object-cover')} />;
  return (
    // The letters are drawn by the style sheet: as text they would be a visible label that differs from the name.
    <span
      role="img"
      aria-label={name}
      data-initials={initials(name)}
      className={clsx(frame, 'bg-accent-soft font-semibold text-accent-text before:content-[attr(data-initials)]')}
    />
  );
}
