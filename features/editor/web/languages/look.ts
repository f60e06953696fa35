import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';

const syntax = (role: string): string => `var(--syntax-${role})`;

const tokenColours = Object.fromEntries(
  ['type', 'constant', 'function', 'attribute', 'keyword']
    .map((role) => [`.cm-token-${role}`, { color: syntax(role) }] as const)
    .concat([['.cm-token-parameter', { color: syntax('variable'), fontStyle: 'italic' } as { color: string }]]),
);

/** A letter for each kind of name, as the fonts of all machines have it. */
const kinds: readonly (readonly [kinds: string, letter: string, role: string])[] = [
  ['function method constructor', 'ƒ', 'function'],
  ['variable', 'x', 'variable'],
  ['constant value unit color', 'c', 'constant'],
  ['field property', 'p', 'property'],
  ['class', 'C', 'type'],
  ['interface', 'I', 'type'],
  ['struct', 'S', 'type'],
  ['enum', 'E', 'type'],
  ['type', 'T', 'type'],
  ['namespace module', 'M', 'type'],
  ['keyword operator', 'k', 'keyword'],
  ['snippet text', 'a', 'comment'],
  ['file folder reference', '/', 'string'],
  ['event', 'e', 'attribute'],
];

type Style = Readonly<Record<string, string>>;

const kindLetters = Object.fromEntries(
  kinds.flatMap(([names, letter, role]) =>
    names.split(' ').flatMap((name): [string, Style][] => [
      [`.cm-completionIcon-${name}`, { color: syntax(role) }],
      [`.cm-completionIcon-${name}::after`, { content: `'${letter}'` }],
    ]),
  ),
);

/** Colours are the theme's custom properties. */
const textLook = EditorView.theme({
  '.cm-documentation': {
    maxWidth: '560px',
    maxHeight: '280px',
    overflow: 'auto',
    padding: '6px 10px',
    fontSize: '12px',
    lineHeight: '1.5',
  },
  '.cm-documentation p': { margin: '4px 0' },
  '.cm-documentation pre': { margin: '4px 0', whiteSpace: 'pre-wrap', fontFamily: 'var(--font-mono)' },
  '.cm-documentation code': { background: 'var(--bg-active)', borderRadius: '3px', padding: '0 3px' },
  '.cm-inlay-hint': { color: 'var(--text-faint)', fontSize: '0.9em', fontStyle: 'italic' },
  '.cm-lightbulb': {
    width: '18px',
    height: '18px',
    marginLeft: '8px',
    padding: '1px',
    verticalAlign: 'middle',
    color: 'var(--warning)',
    background: 'none',
    border: 'none',
    cursor: 'pointer',
  },
  '.cm-lightbulb svg': { width: '16px', height: '16px', fill: 'none', stroke: 'currentColor', strokeWidth: '1.75' },
  ...tokenColours,
  ...kindLetters,
  '.cm-signature': { maxWidth: '560px', padding: '6px 10px', fontSize: '12px', lineHeight: '1.5' },
  '.cm-signature > code': { fontFamily: 'var(--font-mono)', whiteSpace: 'pre-wrap', color: 'var(--text-muted)' },
  '.cm-signature > code strong': { color: 'var(--accent-text)', fontWeight: '600' },
  '.cm-signature > small': { marginLeft: '10px', color: 'var(--text-muted)' },
  '.cm-signature .cm-documentation': { padding: '4px 0 0' },
  '.cm-unnecessary': { opacity: '0.6' },
  '.cm-lintRange-error': { textDecorationColor: 'var(--danger)' },
});

/** Lists and questions below the text. */
const panelLook = EditorView.theme({
  '.cm-list': { maxHeight: '220px', overflow: 'auto', fontSize: '12px', padding: '4px 8px' },
  '.cm-list header': {
    display: 'flex',
    gap: '8px',
    justifyContent: 'space-between',
    padding: '4px',
    color: 'var(--text-muted)',
  },
  '.cm-list ul': { listStyle: 'none', margin: '0', padding: '0' },
  '.cm-list li': { display: 'flex', gap: '10px', alignItems: 'baseline', padding: '1px 4px' },
  '.cm-list small': { color: 'var(--text-muted)', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  '.cm-list button': {
    font: 'inherit',
    color: 'var(--text)',
    background: 'none',
    border: '1px solid transparent',
    borderRadius: '4px',
    padding: '2px 8px',
    cursor: 'pointer',
    whiteSpace: 'nowrap',
  },
  '.cm-list button:hover, .cm-list button:focus-visible': {
    background: 'var(--bg-active)',
    borderColor: 'var(--border-strong)',
  },
  '.cm-panel.cm-dialog label': { fontSize: '12px', fontFamily: 'var(--font-sans)' },
  '.cm-panel.cm-dialog input': {
    fontSize: '12px',
    fontFamily: 'var(--font-mono)',
    padding: '3px 6px',
    color: 'var(--text)',
    background: 'var(--bg)',
    border: '1px solid var(--border-strong)',
    borderRadius: '4px',
  },
  '.cm-panel.cm-dialog .cm-button': {
    fontSize: '12px',
    color: 'var(--text)',
    background: 'var(--bg-active)',
    border: '1px solid var(--border-strong)',
    borderRadius: '4px',
    padding: '3px 10px',
  },
  '.cm-panel.cm-dialog .cm-dialog-close': { color: 'var(--text-muted)', fontSize: '16px', padding: '0 8px' },
  '.cm-panel.cm-dialog': { padding: '6px 10px', display: 'flex', gap: '8px', alignItems: 'center' },
});

export const languageLook: Extension = [textLook, panelLook];
