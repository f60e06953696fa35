import { Button, Dialog, runCommand, SegmentedControl, Select, Switch, useSetting, useTheme } from '@e-code/kernel/web';
import type { ReactNode } from 'react';
import { t } from '../texts.ts';
import {
  cursorBlink,
  editorKeys,
  fontSize,
  logTimestamps,
  tabSize,
  terminalFontSize,
  wordWrap,
  type EditorKeys,
} from './editor-settings.ts';

const sizes = [11, 12, 13, 14, 15, 16, 18, 20, 24].map((size) => ({ value: String(size), label: `${size} px` }));
const widths = [2, 4, 8].map((width) => ({ value: String(width), label: String(width) }));

/** How the workspace looks and behaves for this person in this browser. Every change holds at once. */
export function SettingsDialog({ onClose }: { onClose: () => void }) {
  const { choice, setTheme } = useTheme();
  const [size, setSize] = useSetting(fontSize);
  const [width, setWidth] = useSetting(tabSize);
  const [wrap, setWrap] = useSetting(wordWrap);
  const [keys, setKeys] = useSetting(editorKeys);
  const [terminalSize, setTerminalSize] = useSetting(terminalFontSize);
  const [blink, setBlink] = useSetting(cursorBlink);
  const [timestamps, setTimestamps] = useSetting(logTimestamps);
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={t('settings')} description={t('settingsHint')}>
      <div className="flex flex-col gap-6">
        <Group title={t('appearance')}>
          <Line label={t('theme')}>
            <SegmentedControl
              label={t('theme')}
              value={choice}
              onValueChange={setTheme}
              options={[
                { value: 'system', label: t('systemTheme') },
                { value: 'light', label: t('lightTheme') },
                { value: 'dark', label: t('darkTheme') },
              ]}
            />
          </Line>
        </Group>
        <Group title={t('editor')}>
          <Line label={t('keys')}>
            <SegmentedControl<EditorKeys>
              label={t('keys')}
              value={keys}
              onValueChange={setKeys}
              options={[
                { value: 'standard', label: t('standardKeys') },
                { value: 'vim', label: 'Vim' },
                { value: 'emacs', label: 'Emacs' },
              ]}
            />
          </Line>
          <Line label={t('shortcuts')}>
            <Button
              size="small"
              onClick={() => {
                onClose();
                runCommand('shortcuts.open');
              }}
            >
              {t('changeShortcuts')}
            </Button>
          </Line>
          <Select
            label={t('fontSize')}
            options={sizes}
            value={String(size)}
            onValueChange={(next) => setSize(Number(next))}
          />
          <Select
            label={t('tabSize')}
            hint={t('tabSizeHint')}
            options={widths}
            value={String(width)}
            onValueChange={(next) => setWidth(Number(next))}
          />
          <Switch label={t('wordWrap')} checked={wrap} onCheckedChange={setWrap} />
          <p className="text-small text-muted">{t('autosaveHint')}</p>
        </Group>
        <Group title={t('terminal')}>
          <Select
            label={t('fontSize')}
            options={sizes}
            value={String(terminalSize)}
            onValueChange={(next) => setTerminalSize(Number(next))}
          />
          <Switch label={t('cursorBlink')} checked={blink} onCheckedChange={setBlink} />
        </Group>
        <Group title={t('console')}>
          <Switch label={t('timestamps')} checked={timestamps} onCheckedChange={setTimestamps} />
        </Group>
      </div>
    </Dialog>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-3">
      <h3 className="text-ui font-semibold">{title}</h3>
      {children}
    </section>
  );
}

function Line({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-2">
      <span>{label}</span>
      {children}
    </div>
  );
}
