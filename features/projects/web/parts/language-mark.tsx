import { clsx } from 'clsx';

const marks: Readonly<Record<string, string>> = {
  Bash: '$_',
  C: 'C',
  HTML: '<>',
  Java: 'Ja',
  JavaScript: 'JS',
  'Plain text': '∅',
  Python: 'Py',
  Rust: 'Rs',
  TypeScript: 'TS',
};

/** A language in two letters. Decoration: the word stands beside it. */
export function LanguageMark({ language, size = 'medium' }: { language: string; size?: 'medium' | 'large' }) {
  return (
    <span
      aria-hidden
      className={clsx(
        'grid shrink-0 place-items-center rounded-control border border-line bg-sunken font-mono font-medium text-muted',
        size === 'large' ? 'size-9 text-ui' : 'size-8 text-small',
      )}
    >
      {marks[language] ?? language.slice(0, 2)}
    </span>
  );
}
