import { useRef, useState, type ReactNode, type UIEvent } from 'react';
import type { FileDocument } from '../documents/document.ts';
import type { TextViewerKind } from './kinds.ts';
import { ModeBar, useViewMode } from './view-modes.tsx';
import { NoCursor } from './no-cursor.tsx';
import { BarSlot } from './states.tsx';
import { Viewer } from './viewer.tsx';

type TextAndViewProps = {
  path: string;
  active: boolean;
  kind: TextViewerKind;
  document: FileDocument | undefined;
  /** The editor of the text, or what stands in its place. */
  children: ReactNode;
};

/** A file that is text and something to look at: one, the other, or both side by side (on a phone one below the other). */
export function TextAndView({ path, active, kind, document, children }: TextAndViewProps) {
  const [mode, setMode] = useViewMode(path, kind);
  const view = useRef<HTMLDivElement>(null);
  const [slot, setSlot] = useState<HTMLElement | null>(null);

  /** The view follows the text, by the share of it that is above. */
  function onScroll(event: UIEvent): void {
    const shown = view.current?.querySelector('[data-preview]');
    if (!(event.target instanceof HTMLElement) || !shown) return;
    const { scrollTop, scrollHeight, clientHeight } = event.target;
    const share = scrollTop / Math.max(1, scrollHeight - clientHeight);
    shown.scrollTop = share * (shown.scrollHeight - shown.clientHeight);
  }

  return (
    <div className="flex h-full flex-col">
      <ModeBar kind={kind} mode={mode} onMode={setMode} onSlot={setSlot} />
      <div className="flex min-h-0 flex-1 max-sm:flex-col">
        {mode === 'view' && <NoCursor active={active} />}
        {mode !== 'view' && (
          <div className="min-h-0 min-w-0 flex-1" onScrollCapture={onScroll}>
            {children}
          </div>
        )}
        {mode !== 'text' && (
          <div
            ref={view}
            className={`min-h-0 min-w-0 flex-1 ${mode === 'both' ? 'border-line max-sm:border-t sm:border-l' : ''}`}
          >
            <BarSlot value={slot}>
              <Viewer kind={kind} path={path} document={document} />
            </BarSlot>
          </div>
        )}
      </div>
    </div>
  );
}
