import {
  Button,
  Kbd,
  runCommand,
  SegmentedControl,
  Select,
  Switch,
  useSetting,
  useTheme,
  type Setting,
} from '@e-code/kernel/web';
import type { ComponentType } from 'react';
import { t } from '../texts.ts';
import {
  cursorBlink,
  editorKeys,
  fontSize,
  formatOnSave,
  inlayHints,
  logTimestamps,
  semanticColours,
  tabSize,
  terminalFontSize,
  wordWrap,
  type EditorKeys,
} from './editor-settings.ts';

type ControlProps = { label: string; onClose: () => void };

export type SettingEntry = {
  readonly label: string;
  readonly hint?: string;
  /** Other words that people search by. */
  readonly words?: string;
  readonly Control: ComponentType<ControlProps>;
  /** The control is the whole line with its label. */
  readonly whole?: true;
};

const sizes = [11, 12, 13, 14, 15, 16, 18, 20, 24];

/** A setting that is one of a few numbers. */
const numberControl = (setting: Setting<number>, numbers: readonly number[], unit = '') =>
  function NumberControl({ label }: ControlProps) {
    const [value, setValue] = useSetting(setting);
    return (
      <Select
        className="w-28"
        label={label}
        hideLabel
        options={numbers.map((number) => ({ value: String(number), label: `${number}${unit}` }))}
        value={String(value)}
        onValueChange={(next) => setValue(Number(next))}
      />
    );
  };

const switchControl = (setting: Setting<boolean>) =>
  function SwitchControl({ label }: ControlProps) {
    const [on, setOn] = useSetting(setting);
    return <Switch label={label} checked={on} onCheckedChange={setOn} />;
  };

function ThemeControl({ label }: ControlProps) {
  const { choice, setTheme } = useTheme();
  return (
    <SegmentedControl
      label={label}
      value={choice}
      onValueChange={setTheme}
      options={[
        { value: 'system', label: t('systemTheme') },
        { value: 'light', label: t('lightTheme') },
        { value: 'dark', label: t('darkTheme') },
      ]}
    />
  );
}

function KeysControl({ label }: ControlProps) {
  const [keys, setKeys] = useSetting(editorKeys);
  return (
    <SegmentedControl<EditorKeys>
      label={label}
      value={keys}
      onValueChange={setKeys}
      options={[
        { value: 'standard', label: t('standardKeys') },
        { value: 'vim', label: 'Vim' },
        { value: 'emacs', label: 'Emacs' },
      ]}
    />
  );
}

const SaveKeys = () => <Kbd keys="mod+s" />;

function ShortcutsControl({ onClose }: ControlProps) {
  return (
    <Button
      size="small"
      onClick={() => {
        onClose();
        runCommand('shortcuts.open');
      }}
    >
      {t('changeShortcuts')}
    </Button>
  );
}

/** Everything that a person may choose in the workspace. */
export const groups: readonly { readonly title: string; readonly settings: readonly SettingEntry[] }[] = [
  {
    title: t('appearance'),
    settings: [{ label: t('theme'), words: 'color dark light', Control: ThemeControl }],
  },
  {
    title: t('editor'),
    settings: [
      { label: t('keys'), words: 'standard vim emacs', Control: KeysControl },
      { label: t('shortcuts'), words: 'bind keyboard', Control: ShortcutsControl },
      { label: t('fontSize'), Control: numberControl(fontSize, sizes, ' px') },
      { label: t('tabSize'), hint: t('tabSizeHint'), words: 'indent', Control: numberControl(tabSize, [2, 4, 8]) },
      { label: t('wordWrap'), Control: switchControl(wordWrap), whole: true },
      {
        label: t('inlayHints'),
        hint: t('inlayHintsHint'),
        words: 'inlay types arguments',
        Control: switchControl(inlayHints),
        whole: true,
      },
      {
        label: t('semanticColours'),
        hint: t('semanticColoursHint'),
        words: 'semantic tokens highlighting',
        Control: switchControl(semanticColours),
        whole: true,
      },
      {
        label: t('formatOnSave'),
        hint: t('formatOnSaveHint'),
        words: 'prettier ruff black biome rustfmt gofmt clang-format',
        Control: switchControl(formatOnSave),
        whole: true,
      },
      { label: t('autosave'), hint: t('autosaveHint'), Control: SaveKeys },
    ],
  },
  {
    title: t('terminal'),
    settings: [
      { label: t('fontSize'), Control: numberControl(terminalFontSize, sizes, ' px') },
      { label: t('cursorBlink'), Control: switchControl(cursorBlink), whole: true },
    ],
  },
  {
    title: t('console'),
    settings: [{ label: t('timestamps'), words: 'time', Control: switchControl(logTimestamps), whole: true }],
  },
];
