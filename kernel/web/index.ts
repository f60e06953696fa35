export { takeAhead } from './client/ahead.ts';
export { createClient, createQueries, type ApiClient } from './client/client.ts';
export { request } from './client/request.ts';
export { currentConnection, reportConnection, useConnection, type Connection } from './client/connection.ts';
export { ProofCancelled, proofStore, withFreshProof, type WaitingProof } from './client/fresh-proof.ts';
export { describeProblem, isTransient, toProblem, type Problem } from './client/problem.ts';
export { createQueryClient, onUnauthenticated, reportUnauthenticated } from './client/query-client.ts';
export { bindShortcut, boundShortcuts, isBound, shortcutOf } from './commands/bindings.ts';
export { findConflict, type ShortcutConflict } from './commands/conflicts.ts';
export { createMatcher, startDispatcher } from './commands/dispatcher.ts';
export { fuzzyMatch, type FuzzyMatch } from './commands/fuzzy.ts';
export { commands, createCommandRegistry, type Command, type CommandRegistry } from './commands/registry.ts';
export { keyLabels, matchesStroke, parseShortcut, strokeOf, type KeyPress, type Stroke } from './commands/shortcut.ts';
export { runCommand, useAllCommands, useCommands } from './commands/use-commands.ts';
export {
  defineFeature,
  type FeatureRoute,
  type NavigationEntry,
  type Screen,
  type ScreenProps,
  type ShellPerson,
  type ShellSession,
  type WebFeature,
} from './feature.ts';
export { parse, type Parsed } from './forms/parse.ts';
export { problemToFields } from './forms/server-errors.ts';
export { useForm, type FieldErrors, type Form, type FormOptions, type FormSchema } from './forms/use-form.ts';
export {
  addTranslation,
  catalogue,
  currentLocale,
  setLocale,
  type Message,
  type Messages,
  type Translate,
} from './i18n/catalogue.ts';
export {
  formatBytes,
  formatDate,
  formatDateTime,
  formatDuration,
  formatNumber,
  formatRelative,
} from './i18n/format.ts';
export { LiveConnection, type LiveOptions, type LiveState, type Subscriber } from './live/connection.ts';
export { pageConnection, useLive, useLiveQuery, useLiveState, type LiveHandlers } from './live/use-live.ts';
export { Link, NavigationProvider, useNavigation, useSearchParam, useTitle, type Navigation } from './navigation.tsx';
export { PendingPicker } from './picker/pending-picker.tsx';
export { Picker, type PickerEntry, type PickerProps } from './picker/picker.tsx';
export { rank, type PickerItem, type RankedItem } from './picker/rank.ts';
export { defineSetting, useSetting, type Setting } from './settings/settings.ts';
export { Layers, openLayer, type Layer } from './shell/layers.tsx';
export { TopBarProvider, TopBarSlot, type TopBarPlace, type TopBarPlaces } from './shell/top-bar.tsx';
export * from './theme/index.ts';
export { setTheme, useTheme, type ThemeChoice } from './theme/use-theme.ts';
export { AlertDialog, type AlertDialogProps } from './ui/alert-dialog.tsx';
export { Avatar, initials } from './ui/avatar.tsx';
export { Badge, StateDot, type BadgeTone } from './ui/badge.tsx';
export { Banner, type BannerProps, type Tone } from './ui/banner.tsx';
export { Button, buttonClass, type ButtonProps, type ButtonSize, type ButtonVariant } from './ui/button.tsx';
export { Checkbox, type CheckboxProps } from './ui/checkbox.tsx';
export { CodeBlock, type CodeBlockProps } from './ui/code-block.tsx';
export { CopyButton } from './ui/copy-button.tsx';
export { CopyField } from './ui/copy-field.tsx';
export { Dialog, DialogClose, type DialogProps } from './ui/dialog.tsx';
export { Disclosure } from './ui/disclosure.tsx';
export { EmptyState, type EmptyStateProps } from './ui/empty-state.tsx';
export { ErrorState, type ErrorStateProps } from './ui/error-state.tsx';
export { controlClass, Field, type FieldProps } from './ui/field.tsx';
export { IconButton, type IconButtonProps } from './ui/icon-button.tsx';
export { Kbd } from './ui/kbd.tsx';
export { ContextMenu, Menu, type MenuAction, type MenuEntry, type MenuProps } from './ui/menu.tsx';
export { PasswordField } from './ui/password-field.tsx';
export { Popover, type PopoverProps } from './ui/popover.tsx';
export { FormProblem, QueryError } from './ui/problem-view.tsx';
export { Progress } from './ui/progress.tsx';
export { QrCode } from './ui/qr-code.tsx';
export { RadioGroup, type RadioGroupProps, type RadioOption } from './ui/radio-group.tsx';
export { SegmentedControl, type SegmentedControlProps } from './ui/segmented-control.tsx';
export { Select, type SelectOption, type SelectProps } from './ui/select.tsx';
export { Skeleton } from './ui/skeleton.tsx';
export { Spinner, Waiting } from './ui/spinner.tsx';
export { Switch, type SwitchProps } from './ui/switch.tsx';
export { Table, type Column, type TableProps } from './ui/table.tsx';
export { Tabs, type TabItem, type TabsProps } from './ui/tabs.tsx';
export { TextArea, type TextAreaProps } from './ui/text-area.tsx';
export { TextField, type TextFieldProps } from './ui/text-field.tsx';
export { toast, toastDemand, undoTime, type ToastKind, type ToastOptions } from './ui/toast.ts';
export { ToastRegion } from './ui/toast-region.tsx';
export { Tooltip, tooltipAttributes, type TooltipProps, type TooltipSide } from './ui/tooltip.tsx';
export { TooltipLayer } from './ui/tooltip-layer.tsx';
