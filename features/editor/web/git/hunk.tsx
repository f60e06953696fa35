import type { DiffHunk } from '@e-code/host/contract';
import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import { t } from './texts.ts';

type Line = DiffHunk['lines'][number];
type Numbered = { readonly line: Line; readonly old: number | undefined; readonly now: number | undefined };

/** Which line of each side a line of the difference is. */
function numberLines({ oldStart, newStart, lines }: DiffHunk): Numbered[] {
  let old = oldStart;
  let now = newStart;
  return lines.map((line) => ({
    line,
    old: line.kind === '+' ? undefined : old++,
    now: line.kind === '-' ? undefined : now++,
  }));
}

const colours = { ' ': '', '+': 'bg-success-soft', '-': 'bg-danger-soft' };

type HunkProps = {
  hunk: DiffHunk;
  /** The lines that are chosen; absent where nothing can be. */
  chosen?: ReadonlySet<number>;
  onChoose?: (line: number) => void;
  children?: ReactNode;
};

/** A run of changed lines with what is around; every changed line can be chosen by itself. */
export function Hunk({ hunk, chosen, onChoose, children }: HunkProps) {
  const { oldStart, oldLines, newStart, newLines, heading } = hunk;
  return (
    <section
      aria-label={`-${oldStart},${oldLines} +${newStart},${newLines}`}
      className="min-w-max border-b border-line [contain-intrinsic-size:auto_240px] [content-visibility:auto]"
    >
      <header className="sticky left-0 flex min-h-8 w-fit items-center gap-1 px-3 font-sans text-small text-muted">
        <span className="mr-2 tabular-nums">
          {newStart}–{newStart + Math.max(0, newLines - 1)} <span className="font-mono">{heading}</span>
        </span>
        {children}
      </header>
      {numberLines(hunk).map(({ line, old, now }, index) => (
        <div key={index} className={clsx('flex min-h-5 leading-5', colours[line.kind])}>
          {onChoose && (
            <span className="grid w-7 shrink-0 place-items-center">
              {line.kind !== ' ' && (
                <input
                  type="checkbox"
                  className="size-3.5 accent-accent"
                  aria-label={t('chooseLine', { line: now ?? old ?? 0, text: line.kind + line.text })}
                  checked={chosen?.has(index) ?? false}
                  onChange={() => onChoose(index)}
                />
              )}
            </span>
          )}
          <Number of={old} />
          <Number of={now} />
          <span aria-hidden className="w-4 shrink-0 text-center text-muted select-none">
            {line.kind}
          </span>
          <code className="pr-4 whitespace-pre">{line.text}</code>
        </div>
      ))}
    </section>
  );
}

const Number = ({ of }: { of: number | undefined }) => (
  <span aria-hidden className="w-10 shrink-0 pr-2 text-right text-small leading-5 text-muted tabular-nums select-none">
    {of}
  </span>
);
