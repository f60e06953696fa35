import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completeAnyWord,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit } from '@codemirror/language';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorState, Prec, type Extension } from '@codemirror/state';
import {
  crosshairCursor,
  drawSelection,
  dropCursor,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  rectangularSelection,
  type KeyBinding,
} from '@codemirror/view';
import { commands, createMatcher, isBound } from '@e-code/kernel/web';
import { t } from '../texts.ts';
import { FindPanel } from './search-panel.ts';
import { editorTheme } from './theme.ts';

/** Keys that mean something to the whole workspace, as in VS Code: run, go to line, sidebar, terminal. */
const workspaceKeys: ReadonlySet<string> = new Set(['Mod-Enter', 'Mod-g', 'Mod-i']);

const own = (bindings: readonly KeyBinding[]) => bindings.filter(({ key }) => !key || !workspaceKeys.has(key));

const keys = [
  ...closeBracketsKeymap,
  ...completionKeymap,
  ...own(searchKeymap),
  ...foldKeymap,
  ...own(defaultKeymap),
  indentWithTab,
];

const match = createMatcher(commands);

/**
 * CodeMirror takes Ctrl-Shift-F for Ctrl-F when nothing else has it; here the whole workspace has it. Keys that the person
 * bound themselves come before the editor's own.
 */
const workspaceFirst = EditorView.domEventHandlers({
  keydown(event) {
    const modified = event.ctrlKey || event.metaKey;
    if (!modified && !event.altKey && !/^F\d/.test(event.key)) return false;
    const command = match(event);
    if (command === undefined || command === 'pending') return false;
    if (!isBound(command.id) && !(modified && event.shiftKey)) return false;
    void command.run();
    return true;
  },
});

/** Until names are asked for after a letter, in milliseconds: answers take about as long, so more would be all that is felt. */
const completionDelay = 20;

/** What every editor of text has. */
export const baseExtensions: Extension = [
  lineNumbers(),
  highlightActiveLineGutter(),
  highlightSpecialChars(),
  foldGutter({ openText: '⌄', closedText: '›' }),
  drawSelection(),
  dropCursor(),
  EditorState.allowMultipleSelections.of(true),
  indentOnInput(),
  bracketMatching(),
  closeBrackets(),
  autocompletion({ activateOnTypingDelay: completionDelay }),
  EditorState.languageData.of(() => [{ autocomplete: completeAnyWord }]),
  rectangularSelection(),
  crosshairCursor(),
  highlightActiveLine(),
  highlightSelectionMatches({ minSelectionLength: 2 }),
  search({ top: true, createPanel: (view) => new FindPanel(view) }),
  Prec.highest(workspaceFirst),
  keymap.of(keys),
  editorTheme,
  EditorState.phrases.of({ 'Control character': t('controlCharacter') }),
];

/** How deep the file indents, so that a new line looks like its neighbours. */
export function indentation(
  state: { doc: { lines: number; line: (n: number) => { text: string } } },
  usual: number,
): string {
  const depths = new Map<number, number>();
  let before = 0;
  for (let number = 1; number <= Math.min(state.doc.lines, 400); number += 1) {
    const { text } = state.doc.line(number);
    if (text.trim() === '') continue;
    if (text.startsWith('\t')) return '\t';
    const depth = text.length - text.trimStart().length;
    const step = Math.abs(depth - before);
    if (step >= 2 && step <= 8) depths.set(step, (depths.get(step) ?? 0) + 1);
    before = depth;
  }
  const common = [...depths].toSorted((a, b) => b[1] - a[1])[0];
  return ' '.repeat(common?.[0] ?? usual);
}

export const indentExtension = (unit: string, width: number): Extension => [
  indentUnit.of(unit),
  EditorState.tabSize.of(unit === '\t' ? width : unit.length),
];

export const readOnlyExtension = (readOnly: boolean): Extension => [
  EditorState.readOnly.of(readOnly),
  EditorView.editable.of(!readOnly),
  // A reader's caret walks through the text as well, and the keyboard scrolls it.
  EditorView.contentAttributes.of({ tabindex: '0' }),
];
