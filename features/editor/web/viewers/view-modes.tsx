import { defineSetting, SegmentedControl, useSetting, type Setting } from '@e-code/kernel/web';
import { Code, Columns2, Eye } from 'lucide-react';
import { useEffect, useState } from 'react';
import { t } from '../texts.ts';
import { useWorkspace } from '../workspace/context.ts';
import { firstMode, type TextViewerKind, type ViewMode } from './kinds.ts';

const icon = { size: 14, strokeWidth: 1.75 };
const modes: readonly ViewMode[] = ['text', 'both', 'view'];

const settingOf = (kind: TextViewerKind): Setting<ViewMode> =>
  defineSetting(`editor.view.${kind}`, firstMode[kind], (stored) => modes.find((mode) => mode === stored));

/** What was chosen last for files of a kind is how the next one opens. */
const remembered: Readonly<Record<TextViewerKind, Setting<ViewMode>>> = {
  markdown: settingOf('markdown'),
  svg: settingOf('svg'),
  table: settingOf('table'),
  notebook: settingOf('notebook'),
};

/** Whether this panel shows the text, the view of it, or both. A place in the text, such as a match, shows the text. */
export function useViewMode(path: string, kind: TextViewerKind): [mode: ViewMode, setMode: (mode: ViewMode) => void] {
  const { layout } = useWorkspace();
  const [last, remember] = useSetting(remembered[kind]);
  const [mode, setMode] = useState<ViewMode>(() => (layout.hasPlace(path) ? 'text' : last));
  useEffect(
    () =>
      layout.onPlace((asked) => {
        if (asked === path && layout.hasPlace(path)) setMode((now) => (now === 'view' ? 'text' : now));
      }),
    [layout, path],
  );
  return [
    mode,
    (next) => {
      setMode(next);
      remember(next);
    },
  ];
}

type ModeBarProps = {
  kind: TextViewerKind;
  mode: ViewMode;
  onMode: (mode: ViewMode) => void;
  /** Takes the place where the view has its own controls. */
  onSlot: (slot: HTMLElement | null) => void;
};

/** Above a file that can be written and looked at. */
export function ModeBar({ kind, mode, onMode, onSlot }: ModeBarProps) {
  return (
    <div
      role="toolbar"
      aria-label={t('view')}
      className="flex min-h-9 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-raised px-2 py-1 text-small text-muted pointer-coarse:min-h-11"
    >
      <div
        ref={onSlot}
        className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2 gap-y-1 empty:hidden max-sm:basis-full"
      />
      <SegmentedControl<ViewMode>
        label={t('view')}
        className="ml-auto"
        size="small"
        value={mode}
        onValueChange={onMode}
        options={[
          { value: 'text', label: t('asText'), icon: <Code {...icon} /> },
          ...(kind === 'markdown' || kind === 'svg'
            ? [{ value: 'both' as const, label: t('sideBySide'), icon: <Columns2 {...icon} /> }]
            : []),
          { value: 'view', label: kind === 'table' ? t('table') : t('preview'), icon: <Eye {...icon} /> },
        ]}
      />
    </div>
  );
}
