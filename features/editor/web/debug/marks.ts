import type { Breakpoint } from '@e-code/host/contract';
import { RangeSet, StateEffect, StateField, type Extension, type Range } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, GutterMarker, gutterLineClass } from '@codemirror/view';

/** The breakpoints of the file, as the host has them. */
export const setBreakpointMarks = StateEffect.define<readonly Breakpoint[]>();
/** The line where the program stands, and whether that is the innermost call; null when it is elsewhere. */
export const setStopLine = StateEffect.define<{ readonly line: number; readonly top: boolean } | null>();

class BreakpointMark extends GutterMarker {
  override readonly elementClass: string;

  constructor(elementClass: string) {
    super();
    this.elementClass = elementClass;
  }

  override eq(other: BreakpointMark): boolean {
    return other.elementClass === this.elementClass;
  }
}

function classOf(breakpoint: Breakpoint): string {
  return `cm-breakpoint cm-breakpoint-${kindOf(breakpoint)} cm-breakpoint-${stateOf(breakpoint)}`;
}

function kindOf({ condition, log }: Breakpoint): string {
  if (log !== undefined) return 'log';
  return condition === undefined ? 'plain' : 'condition';
}

function stateOf({ enabled, verified }: Breakpoint): string {
  if (!enabled) return 'off';
  return verified ? 'on' : 'unsure';
}

const breakpointMarks = StateField.define<RangeSet<GutterMarker>>({
  create: () => RangeSet.of<GutterMarker>([]),
  update(marks, transaction) {
    const told = transaction.effects.find((effect) => effect.is(setBreakpointMarks));
    if (!told?.is(setBreakpointMarks)) return marks.map(transaction.changes);
    const ranges = told.value.flatMap((breakpoint): Range<GutterMarker>[] => {
      const { doc } = transaction.state;
      if (breakpoint.line > doc.lines) return [];
      return [new BreakpointMark(classOf(breakpoint)).range(doc.line(breakpoint.line).from)];
    });
    return RangeSet.of(ranges, true);
  },
  provide: (field) => gutterLineClass.from(field),
});

const stopLine = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(lines, transaction) {
    const told = transaction.effects.find((effect) => effect.is(setStopLine));
    if (!told?.is(setStopLine)) return lines.map(transaction.changes);
    const { value } = told;
    const { doc } = transaction.state;
    if (value === null || value.line > doc.lines) return Decoration.none;
    const line = Decoration.line({ class: value.top ? 'cm-stopped' : 'cm-stopped cm-stopped-caller' });
    return Decoration.set(line.range(doc.line(value.line).from));
  },
  provide: (field) => EditorView.decorations.from(field),
});

const sign = (content: string) => ({
  content: `"${content}"`,
  position: 'absolute',
  left: '2px',
  color: 'var(--danger)',
  fontSize: '1em',
});

const look = EditorView.theme({
  '.cm-lineNumbers .cm-gutterElement': { position: 'relative', cursor: 'pointer' },
  '.cm-lineNumbers .cm-gutterElement:not(.cm-breakpoint):hover::before': { ...sign('●'), opacity: '0.35' },
  '.cm-lineNumbers .cm-breakpoint::before': sign('●'),
  '.cm-lineNumbers .cm-breakpoint-condition::before': { content: '"◐"' },
  '.cm-lineNumbers .cm-breakpoint-log::before': { content: '"◆"' },
  '.cm-lineNumbers .cm-breakpoint-unsure::before': { content: '"○"', color: 'var(--text-muted)' },
  '.cm-lineNumbers .cm-breakpoint-off::before': { content: '"○"', color: 'var(--text-faint)' },
  // Twice, to come before the line of the cursor.
  '& .cm-line.cm-stopped.cm-stopped, &.cm-focused .cm-line.cm-stopped.cm-stopped': {
    backgroundColor: 'var(--warning-soft)',
    boxShadow: 'inset 3px 0 0 var(--warning)',
  },
  '& .cm-line.cm-stopped-caller.cm-stopped, &.cm-focused .cm-line.cm-stopped-caller.cm-stopped': {
    backgroundColor: 'var(--success-soft)',
    boxShadow: 'inset 3px 0 0 var(--success)',
  },
});

/** Breakpoints beside the line numbers, and the line where the program stands. */
export const debugMarks: Extension = [
  breakpointMarks,
  stopLine,
  look,
  EditorView.editorAttributes.of({ class: 'cm-debug-ready' }),
];
