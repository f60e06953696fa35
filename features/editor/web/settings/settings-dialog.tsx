import { Dialog, EmptyState, TextField } from '@e-code/kernel/web';
import { Search } from 'lucide-react';
import { useState } from 'react';
import { t } from '../texts.ts';
import { groups, type SettingEntry } from './setting-list.tsx';

/** How the workspace looks and behaves for this person in this browser. Every change holds at once. */
export function SettingsDialog({ onClose }: { onClose: () => void }) {
  const [query, setQuery] = useState('');
  const wanted = query.trim().toLowerCase();
  const answers = ({ label, words = '' }: SettingEntry, title: string) =>
    `${title} ${label} ${words}`.toLowerCase().includes(wanted);
  const found = groups
    .map(({ title, settings }) => ({ title, settings: settings.filter((entry) => answers(entry, title)) }))
    .filter(({ settings }) => settings.length > 0);
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={t('settings')} description={t('settingsHint')}>
      <TextField
        label={t('searchSettings')}
        hideLabel
        placeholder={t('searchSettings')}
        prefix={<Search size={16} strokeWidth={1.5} />}
        value={query}
        onValueChange={setQuery}
        className="sticky top-0 z-10 bg-overlay pb-2"
      />
      <div className="flex h-[44dvh] flex-col gap-5 pt-2">
        {found.map(({ title, settings }) => (
          <section key={title} className="flex flex-col gap-1">
            <h3 className="text-small font-semibold text-muted">{title}</h3>
            {settings.map((entry) => (
              <SettingLine key={entry.label} entry={entry} onClose={onClose} />
            ))}
          </section>
        ))}
        {found.length === 0 && <EmptyState title={t('noSetting')} />}
      </div>
    </Dialog>
  );
}

function SettingLine({ entry, onClose }: { entry: SettingEntry; onClose: () => void }) {
  const { label, hint, whole, Control } = entry;
  const control = <Control label={label} onClose={onClose} />;
  if (whole) return <div className="flex min-h-10 flex-col justify-center">{control}</div>;
  return (
    <div className="flex min-h-10 flex-wrap items-center justify-between gap-x-4 gap-y-1">
      <span className="min-w-0 flex-1 basis-32">
        {label}
        {hint !== undefined && <span className="block text-small text-muted">{hint}</span>}
      </span>
      {control}
    </div>
  );
}
