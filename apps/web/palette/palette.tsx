import {
  defineSetting,
  Picker,
  shortcutOf,
  useAllCommands,
  useNavigation,
  useSetting,
  type Command,
  type PickerEntry,
} from '@e-code/kernel/web';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { features } from '../features.ts';
import { sessionQuery } from '../shell/session.ts';
import { t } from '../texts.ts';

const isIds = (stored: unknown): stored is string[] =>
  Array.isArray(stored) && stored.every((id) => typeof id === 'string');

/** The ids of the commands used last, newest first. */
const recentCommands = defineSetting<readonly string[]>('recent-commands', [], (stored) =>
  isIds(stored) ? stored : undefined,
);

const remembered = 8;

type Entry = PickerEntry & { readonly run: () => void | Promise<void> };

const toEntry = (command: Command): Entry => ({
  id: command.id,
  title: command.title,
  detail: command.section,
  shortcut: shortcutOf(command),
  icon: command.icon,
  run: command.run,
  ...(command.keywords && { keywords: command.keywords }),
});

/** Every page of the navigation and every command that applies now. */
function useEntries(): readonly Entry[] {
  const all = useAllCommands();
  const { go } = useNavigation();
  const { data: person } = useQuery(sessionQuery);
  const operator = person?.operator === true;
  const guest = person?.guest === true;
  return useMemo(() => {
    const pages = features
      .flatMap((feature) => feature.navigation ?? [])
      .filter((entry) => !guest && (entry.operatorsOnly !== true || operator))
      .map((entry): Entry => ({
        id: `go.${entry.id}`,
        title: entry.title,
        icon: entry.icon,
        run: () => go(entry.path),
      }));
    const offered = all.filter(
      (command) => !command.hidden && command.id !== 'palette.open' && command.when?.() !== false,
    );
    return [...offered.map(toEntry), ...pages];
  }, [all, go, guest, operator]);
}

/** Everything that can be done here, found by typing. */
export function Palette({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const entries = useEntries();
  const [recent, setRecent] = useSetting(recentCommands);

  function pick(entry: Entry): void {
    onOpenChange(false);
    setRecent([entry.id, ...recent.filter((id) => id !== entry.id)].slice(0, remembered));
    void entry.run();
  }

  return (
    <Picker
      open={open}
      onOpenChange={onOpenChange}
      label={t('commandPalette')}
      placeholder={t('searchCommands')}
      items={entries}
      recent={recent}
      onPick={pick}
      empty={t('noCommand')}
    />
  );
}
