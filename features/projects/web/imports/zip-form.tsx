import { clsx } from 'clsx';
import { FileArchive } from 'lucide-react';
import { useState } from 'react';
import { t } from '../texts/texts.ts';
import { ImportView } from './import-view.tsx';
import { useImport } from './use-import.ts';

/** A place for a zip archive; the import begins when one is chosen or dropped. */
export function ZipForm({ name }: { name: string | undefined }) {
  const { state, importZip } = useImport();
  const [over, setOver] = useState(false);
  return (
    <ImportView state={state}>
      <label
        className={clsx(
          'relative flex flex-col items-center gap-1 rounded-panel border border-dashed px-4 py-12 text-center transition-colors duration-(--duration-press) focus-within:border-focus hover:bg-hover',
          over ? 'border-accent bg-selected' : 'border-line-strong',
        )}
      >
        <FileArchive size={20} strokeWidth={1.5} className="mb-2 text-muted" aria-hidden />
        <span className="text-body font-medium">{t('zipChoose')}</span>
        <span className="text-ui text-muted">{t('zipDrop')}</span>
        {/* Lies over all of it: the browser takes clicks, keys and dropped files by itself. */}
        <input
          type="file"
          accept=".zip,application/zip"
          className="absolute inset-0 cursor-pointer opacity-0"
          onDragEnter={() => setOver(true)}
          onDragLeave={() => setOver(false)}
          onChange={({ target }) => {
            const file = target.files?.[0];
            if (file !== undefined) void importZip(name, file);
          }}
        />
      </label>
    </ImportView>
  );
}
