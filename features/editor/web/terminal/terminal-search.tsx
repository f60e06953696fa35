import { IconButton } from '@e-code/kernel/web';
import { ArrowDown, ArrowUp, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { t } from '../texts.ts';
import type { TerminalView } from './terminal-view.ts';

const icon = { size: 14, strokeWidth: 1.5 };

/** Finds text in a terminal and its scrollback. */
export function TerminalSearch({ view, onClose }: { view: TerminalView; onClose: () => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState('');
  useEffect(() => input.current?.focus(), []);
  const close = () => {
    view.clearSearch();
    onClose();
    view.focus();
  };
  return (
    <div className="absolute top-1.5 right-4 z-10 flex items-center gap-0.5 rounded-control bg-overlay p-1 shadow-float">
      <input
        ref={input}
        value={query}
        aria-label={t('findInTerminal')}
        placeholder={t('find')}
        spellCheck={false}
        className="h-6 w-40 bg-transparent px-1.5 text-ui text-text outline-none placeholder:text-faint"
        onChange={(event) => {
          setQuery(event.target.value);
          view.search(event.target.value, 'previous', true);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') close();
          if (event.key === 'Enter') view.search(query, event.shiftKey ? 'next' : 'previous');
        }}
      />
      <IconButton
        size="small"
        label={t('previousMatch')}
        icon={<ArrowUp {...icon} />}
        onClick={() => view.search(query, 'previous')}
      />
      <IconButton
        size="small"
        label={t('nextMatch')}
        icon={<ArrowDown {...icon} />}
        onClick={() => view.search(query, 'next')}
      />
      <IconButton size="small" label={t('close')} icon={<X {...icon} />} onClick={close} />
    </div>
  );
}
