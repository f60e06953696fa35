import {
  bindShortcut,
  boundShortcuts,
  Button,
  Dialog,
  EmptyState,
  findConflict,
  IconButton,
  Kbd,
  rank,
  shortcutOf,
  strokeOf,
  TextField,
  useAllCommands,
  useSetting,
  type Command,
  type ShortcutConflict,
} from '@e-code/kernel/web';
import { RotateCcw, Search } from 'lucide-react';
import { useMemo, useState, type KeyboardEvent } from 'react';
import { t } from '../texts.ts';

type Entry = { id: string; title: string; detail: string; command: Command };

/** All commands with their keys; a click on the keys records others. */
export function Shortcuts({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const all = useAllCommands();
  const [query, setQuery] = useState('');
  const entries = useMemo(
    () =>
      all
        .filter((command) => !command.hidden)
        .map((command): Entry => ({ id: command.id, title: command.title, detail: command.section, command })),
    [all],
  );
  const found = rank(query, entries);
  const [bound, setBound] = useSetting(boundShortcuts);
  const changes = Object.keys(bound).length;
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('shortcuts')}
      description={t('shortcutsHint')}
      {...(changes > 0 && {
        footer: <Button onClick={() => setBound({})}>{t('resetShortcuts', { count: changes })}</Button>,
      })}
    >
      <TextField
        label={t('searchCommands')}
        hideLabel
        placeholder={t('searchCommands')}
        prefix={<Search size={16} strokeWidth={1.5} />}
        value={query}
        onValueChange={setQuery}
        className="sticky top-0 z-10 bg-overlay pb-2"
      />
      <ul className="h-[40dvh]">
        {found.map(({ item }) => (
          <ShortcutRow key={item.id} command={item.command} all={all} />
        ))}
        {found.length === 0 && <EmptyState title={t('noCommand')} />}
      </ul>
    </Dialog>
  );
}

function ShortcutRow({ command, all }: { command: Command; all: readonly Command[] }) {
  const [bound] = useSetting(boundShortcuts);
  const [recording, setRecording] = useState(false);
  const shortcut = shortcutOf(command);
  const conflict = findConflict(command, all);

  function record(event: KeyboardEvent): void {
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') return setRecording(false);
    const written = event.key === 'Backspace' ? '' : strokeOf(event.nativeEvent);
    if (written === undefined) return undefined;
    bindShortcut(command.id, written);
    return setRecording(false);
  }

  return (
    <li className="flex min-h-9 items-center gap-3 border-b border-line py-1 last:border-b-0">
      <span className="min-w-0 flex-1 truncate">
        {command.title} <span className="text-small text-muted">{command.section}</span>
        {conflict && <span className="block text-small text-warning">{describeConflict(conflict)}</span>}
      </span>
      {bound[command.id] !== undefined && (
        <IconButton
          size="small"
          label={t('resetShortcut')}
          icon={<RotateCcw size={14} strokeWidth={1.5} />}
          onClick={() => bindShortcut(command.id, undefined)}
        />
      )}
      <Button
        size="small"
        variant={recording ? 'secondary' : 'ghost'}
        onClick={() => setRecording(true)}
        onBlur={() => setRecording(false)}
        {...(recording && { onKeyDown: record })}
      >
        <span className="sr-only">{t('changeShortcut', { title: command.title })} </span>
        {recording ? t('pressKeys') : <Keys shortcut={shortcut} />}
      </Button>
    </li>
  );
}

function describeConflict(conflict: ShortcutConflict): string {
  if (conflict.kind === 'command') return t('shortcutTwin', { title: conflict.command.title });
  return conflict.kind === 'browser' ? t('shortcutOfBrowser') : t('shortcutTyped');
}

function Keys({ shortcut }: { shortcut: string | undefined }) {
  return shortcut ? <Kbd keys={shortcut} /> : <span className="text-small text-muted">{t('noShortcut')}</span>;
}
