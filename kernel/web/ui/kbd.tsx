import { clsx } from 'clsx';
import { keyLabels } from '../commands/shortcut.ts';

/** A shortcut as the keys of this keyboard: `mod+shift+f` is Ctrl Shift F, or ⇧⌘F on a Mac. */
export function Kbd({ keys, className }: { keys: string; className?: string }) {
  return (
    <span className={clsx('inline-flex items-center gap-0.5', className)}>
      {keyLabels(keys).map((label, index) => (
        <kbd
          key={`${index}-${label}`}
          className="inline-grid h-4 min-w-4 place-items-center rounded-small border border-line bg-sunken px-1 font-sans text-[10px] leading-none font-medium text-muted"
        >
          {label}
        </kbd>
      ))}
    </span>
  );
}
