import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** Colours are the theme's custom properties, so that a change of theme costs the editor nothing. */
const syntax = (role: string) => `var(--syntax-${role})`;

const highlighting = HighlightStyle.define([
  { tag: tags.comment, color: syntax('comment'), fontStyle: 'italic' },
  {
    tag: [tags.keyword, tags.modifier, tags.controlKeyword, tags.operatorKeyword, tags.self],
    color: syntax('keyword'),
  },
  { tag: [tags.string, tags.special(tags.string), tags.regexp, tags.escape], color: syntax('string') },
  { tag: [tags.number, tags.integer, tags.float], color: syntax('number') },
  {
    tag: [tags.function(tags.variableName), tags.function(tags.propertyName), tags.labelName],
    color: syntax('function'),
  },
  { tag: [tags.typeName, tags.className, tags.namespace], color: syntax('type') },
  { tag: [tags.variableName, tags.definition(tags.variableName)], color: syntax('variable') },
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: syntax('property') },
  { tag: [tags.bool, tags.null, tags.atom, tags.constant(tags.variableName), tags.unit], color: syntax('constant') },
  { tag: [tags.operator, tags.punctuation, tags.bracket, tags.separator], color: syntax('operator') },
  { tag: [tags.tagName, tags.angleBracket], color: syntax('tag') },
  { tag: [tags.attributeName, tags.meta, tags.processingInstruction], color: syntax('attribute') },
  { tag: tags.attributeValue, color: syntax('string') },
  { tag: tags.heading, color: syntax('keyword'), fontWeight: '600' },
  { tag: tags.strong, fontWeight: '600' },
  { tag: tags.emphasis, fontStyle: 'italic' },
  { tag: tags.strikethrough, textDecoration: 'line-through' },
  { tag: [tags.link, tags.url], color: syntax('function'), textDecoration: 'underline' },
  { tag: tags.monospace, color: syntax('string') },
  { tag: tags.inserted, color: 'var(--success)' },
  { tag: tags.deleted, color: 'var(--danger)' },
  { tag: tags.invalid, color: syntax('invalid') },
]);

const look = EditorView.theme({
  '&': { height: '100%', color: 'var(--text)', backgroundColor: 'var(--bg)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'inherit', lineHeight: '1.55', overflow: 'auto' },
  '.cm-content': { padding: '6px 0 40vh', caretColor: 'var(--accent-text)' },
  '.cm-line': { padding: '0 16px 0 6px' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--accent-text)', borderLeftWidth: '2px' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    background: 'var(--selection)',
  },
  '.cm-activeLine': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine': { backgroundColor: 'color-mix(in oklab, var(--bg-hover) 55%, transparent)' },
  '.cm-gutters': { backgroundColor: 'var(--bg)', color: 'var(--text-faint)', border: 'none', paddingLeft: '4px' },
  '.cm-lineNumbers .cm-gutterElement': { minWidth: '36px', padding: '0 4px 0 8px' },
  '.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--text)' },
  '.cm-foldGutter .cm-gutterElement': { color: 'var(--text-faint)', opacity: 0, cursor: 'pointer', padding: '0 2px' },
  '.cm-gutters:hover .cm-foldGutter .cm-gutterElement': { opacity: 1 },
  '.cm-foldPlaceholder': {
    background: 'var(--bg-active)',
    border: 'none',
    color: 'var(--text-muted)',
    borderRadius: '4px',
    padding: '0 6px',
  },
  '&.cm-focused .cm-matchingBracket': { background: 'var(--bg-active)', outline: '1px solid var(--border-strong)' },
  '&.cm-focused .cm-nonmatchingBracket': { background: 'var(--danger-soft)' },
  '.cm-selectionMatch': { background: 'color-mix(in oklab, var(--selection) 55%, transparent)' },
  '.cm-searchMatch': { background: 'var(--warning-soft)', outline: '1px solid var(--warning)', borderRadius: '2px' },
  '.cm-searchMatch-selected': { background: 'var(--selection)', outlineColor: 'var(--accent-text)' },
  '.cm-specialChar': { color: 'var(--danger)' },
  '.cm-tooltip': {
    background: 'var(--bg-overlay)',
    color: 'var(--text)',
    border: '1px solid var(--border-strong)',
    borderRadius: '6px',
    boxShadow: '0 8px 24px oklch(0 0 0 / 0.16)',
    overflow: 'hidden',
  },
  '.cm-tooltip-autocomplete > ul': { fontFamily: 'inherit', maxHeight: '240px', padding: '4px' },
  '.cm-tooltip-autocomplete > ul > li': { padding: '3px 8px', borderRadius: '4px', lineHeight: '18px' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': { background: 'var(--bg-active)', color: 'var(--text)' },
  '.cm-completionMatchedText': { textDecoration: 'none', color: 'var(--accent-text)', fontWeight: '600' },
  '.cm-completionDetail': { color: 'var(--text-muted)', fontStyle: 'normal' },
  '.cm-panels': { background: 'var(--bg-raised)', color: 'var(--text)' },
  '.cm-panels-top': { borderBottom: '1px solid var(--border)' },
  '.cm-panels-bottom': { borderTop: '1px solid var(--border)' },
  '.cm-collapsedLines': {
    background: 'var(--bg-active)',
    color: 'var(--text-muted)',
    padding: '3px 10px',
    '&:before, &:after': { content: '""' },
  },
  '&.cm-merge-a .cm-changedLine, .cm-deletedChunk': { background: 'var(--danger-soft)' },
  '&.cm-merge-b .cm-changedLine': { background: 'var(--success-soft)' },
  // A line below instead of a darker ground, on which the colours of code would be too faint to be read.
  '&.cm-merge-a .cm-changedText, .cm-deletedChunk .cm-deletedText': {
    background: 'none',
    boxShadow: 'inset 0 -2px 0 color-mix(in oklab, var(--danger) 55%, transparent)',
  },
  '&.cm-merge-b .cm-changedText': {
    background: 'none',
    boxShadow: 'inset 0 -2px 0 color-mix(in oklab, var(--success) 55%, transparent)',
  },
  '.cm-vim-panel': { padding: '3px 10px', fontFamily: 'inherit' },
  '.cm-vim-panel input': { color: 'inherit', outline: 'none' },
  '.cm-fat-cursor': { background: 'var(--accent) !important', color: 'var(--on-accent) !important' },
  '&:not(.cm-focused) .cm-fat-cursor': { background: 'none !important', outline: '1px solid var(--accent) !important' },
});

export const editorTheme: Extension = [look, syntaxHighlighting(highlighting)];
