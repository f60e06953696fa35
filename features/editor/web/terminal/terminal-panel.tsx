import { Button, ErrorState, useSetting, useTheme } from '@e-code/kernel/web';
import { useEffect, useRef, useState } from 'react';
import { toHostProblem } from '../host/problem.ts';
import { useStore } from '../parts/store.ts';
import { cursorBlink, terminalFontSize } from '../settings/editor-settings.ts';
import { t } from '../texts.ts';
import { useWorkspace } from '../workspace/context.ts';
import type { TerminalView } from './terminal-view.ts';
import { TerminalSearch } from './terminal-search.tsx';

type TerminalPanelProps = {
  /** The host's number; undefined opens a shell. */
  terminal: number | undefined;
  onTerminal: (terminal: number) => void;
  onTitle: (title: string) => void;
  /** Told how to type into it, once it is drawn. */
  onType?: (type: (text: string) => void) => void;
  active: boolean;
};

/** A shell in the project. It belongs to the host: a reload of the page finds it as it was. */
export function TerminalPanel({ terminal, onTerminal, onTitle, onType, active }: TerminalPanelProps) {
  const { terminals, socket, rights, layout } = useWorkspace();
  const { theme } = useTheme();
  const connection = useStore(socket.state);
  const [size] = useSetting(terminalFontSize);
  const [blink] = useSetting(cursorBlink);
  const parent = useRef<HTMLDivElement>(null);
  const view = useRef<TerminalView>(undefined);
  const [problem, setProblem] = useState<string>();
  const [exited, setExited] = useState(false);
  const [searching, setSearching] = useState(false);
  const tell = useRef({ onTerminal, onTitle, onType });
  tell.current = { onTerminal, onTitle, onType };
  const first = useRef({ theme, size, blink });
  const front = useRef(active);
  front.current = active;

  // A shell of its own, once there is a connection.
  const opening = useRef(false);
  useEffect(() => {
    if (terminal !== undefined || connection !== 'open' || opening.current || !rights.run) return;
    opening.current = true;
    terminals
      .open({ columns: 80, rows: 24 })
      .then((opened) => tell.current.onTerminal(opened.id))
      .catch((error: unknown) => setProblem(toHostProblem(error).message))
      .finally(() => {
        opening.current = false;
      });
  }, [terminal, connection, terminals, rights.run]);

  useEffect(() => {
    if (terminal === undefined || !parent.current) return undefined;
    const element = parent.current;
    let closed = false;
    let made: TerminalView | undefined;
    void import('./terminal-view.ts').then((file) => {
      if (closed) return;
      made = new file.TerminalView({
        parent: element,
        look: first.current,
        link: (screen) => terminals.link(terminal, screen),
        connected: socket.state.get() === 'open',
        onTitle: (title) => tell.current.onTitle(title),
        onExit: setExited,
        onGone: () => setProblem(t('terminalGone')),
        onSearch: () => setSearching(true),
        onPlace: (path, place) => layout.openFile(path, { place, focus: true }),
      });
      const drawn = made;
      view.current = drawn;
      if (front.current) drawn.focus();
      tell.current.onType?.((text) => drawn.type(text));
    });
    return () => {
      closed = true;
      made?.dispose();
      view.current = undefined;
    };
  }, [terminal, terminals, socket, layout]);

  useEffect(() => view.current?.setLook({ theme, size, blink }), [theme, size, blink]);
  useEffect(() => {
    if (active) view.current?.focus();
  }, [active, terminal]);

  if (!rights.run) {
    return <ErrorState title={t('terminalRefused')}>{t('terminalRefusedWhy')}</ErrorState>;
  }
  if (problem !== undefined) {
    const again = () => {
      setProblem(undefined);
      void terminals.open({ columns: 80, rows: 24 }).then(
        (opened) => onTerminal(opened.id),
        (error: unknown) => setProblem(toHostProblem(error).message),
      );
    };
    return (
      <ErrorState title={t('terminalEnded')} action={<Button onClick={again}>{t('newTerminal')}</Button>}>
        {problem}
      </ErrorState>
    );
  }
  return (
    <div className="relative flex h-full flex-col bg-sunken">
      {searching && view.current && <TerminalSearch view={view.current} onClose={() => setSearching(false)} />}
      <div ref={parent} className="min-h-0 flex-1 pt-1.5 pl-2" />
      {exited && (
        <p role="status" className="border-t border-line px-3 py-1 text-small text-muted">
          {t('shellEnded')}
        </p>
      )}
    </div>
  );
}
