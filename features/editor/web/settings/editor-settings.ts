import { defineSetting } from '@e-code/kernel/web';

const oneOf =
  <const Value extends string>(...values: readonly Value[]) =>
  (stored: unknown): Value | undefined =>
    values.find((value) => value === stored);

const between = (least: number, most: number) => (stored: unknown) =>
  typeof stored === 'number' && stored >= least && stored <= most ? stored : undefined;

const flag = (stored: unknown) => (typeof stored === 'boolean' ? stored : undefined);

export type EditorKeys = 'standard' | 'vim' | 'emacs';

/** Settings of one person in this browser. */
export const fontSize = defineSetting('editor.font-size', 13, between(9, 32));
export const tabSize = defineSetting('editor.tab-size', 2, between(1, 16));
// Lines that run out of a phone cannot be read there.
export const wordWrap = defineSetting('editor.word-wrap', matchMedia('(max-width: 640px)').matches, flag);
export const editorKeys = defineSetting<EditorKeys>('editor.keys', 'standard', oneOf('standard', 'vim', 'emacs'));
/** Where the project configures a formatter. */
export const formatOnSave = defineSetting('editor.format-on-save', true, flag);
/** Types and names of arguments between the words. */
export const inlayHints = defineSetting('editor.inlay-hints', false, flag);
/** Names coloured by what a language server knows of them. */
export const semanticColours = defineSetting('editor.semantic-colours', true, flag);
export const terminalFontSize = defineSetting('terminal.font-size', 13, between(9, 32));
export const cursorBlink = defineSetting('terminal.cursor-blink', true, flag);
export const logTimestamps = defineSetting('console.timestamps', false, flag);
