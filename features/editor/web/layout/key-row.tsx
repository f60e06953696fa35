import { t } from '../texts.ts';

/** Keys that a phone's keyboard lacks: what is on the key, its name, and what it is to an editor and to a terminal. */
const named = [
  { sign: 'esc', name: 'Escape', terminal: '\u001b' },
  { sign: 'tab', name: 'Tab', terminal: '\t' },
  { sign: '↑', name: 'ArrowUp', terminal: '\u001b[A' },
  { sign: '↓', name: 'ArrowDown', terminal: '\u001b[B' },
  { sign: '←', name: 'ArrowLeft', terminal: '\u001b[D' },
  { sign: '→', name: 'ArrowRight', terminal: '\u001b[C' },
] as const;

/** What Ctrl makes of a letter, for those that shells live by. */
const controls = [
  { sign: '^C', text: '\u0003' },
  { sign: '^D', text: '\u0004' },
  { sign: '^L', text: '\u000c' },
  { sign: '^R', text: '\u0012' },
] as const;

const symbols = [
  '(',
  ')',
  '{',
  '}',
  '[',
  ']',
  '<',
  '>',
  '=',
  '"',
  "'",
  '`',
  ';',
  ':',
  '/',
  '\\',
  '|',
  '&',
  '$',
  '#',
  '_',
  '-',
  '*',
];

const keyClass =
  'grid h-11 min-w-11 shrink-0 place-items-center rounded-control px-2 font-mono text-body text-text active:bg-active';

type KeyRowProps = {
  terminal?: boolean;
  /** A named key: its DOM name for an editor, the bytes that it sends for a terminal. */
  onKey: (key: string) => void;
  onText: (text: string) => void;
};

/** A row of keys above the keyboard of the phone. Pressing one does not take the focus, so the keyboard stays. */
export function KeyRow({ terminal = false, onKey, onText }: KeyRowProps) {
  const keep = (event: { preventDefault: () => void }) => event.preventDefault();
  return (
    <div
      role="toolbar"
      aria-label={t('keys')}
      className="flex shrink-0 overflow-x-auto border-t border-line bg-sunken px-1 [scrollbar-width:none]"
    >
      {named.map(({ sign, name, terminal: bytes }) => (
        <button
          key={name}
          type="button"
          {...(sign.length === 1 && { 'aria-label': name })}
          className={keyClass}
          onPointerDown={keep}
          onClick={() => onKey(terminal ? bytes : name)}
        >
          {sign}
        </button>
      ))}
      {terminal &&
        controls.map(({ sign, text }) => (
          <button key={sign} type="button" className={keyClass} onPointerDown={keep} onClick={() => onText(text)}>
            {sign}
          </button>
        ))}
      {symbols.map((symbol) => (
        <button key={symbol} type="button" className={keyClass} onPointerDown={keep} onClick={() => onText(symbol)}>
          {symbol}
        </button>
      ))}
    </div>
  );
}
