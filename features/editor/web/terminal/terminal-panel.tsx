import { Button, ErrorState, useSetting, useTheme } from '@e-code/kernel/web';
import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import { toHostProblem } from '../host/problem.ts';
import { useStore } from '../parts/store.ts';
import { cursorBlink, terminalFontSize } from '../settings/editor-settings.ts';
import { t } from '../texts.ts';
import { useWorkspace } from '../workspace/context.ts';
import { openPlace } from '../workspace/open-place.ts';
import { TerminalAccess } from './terminal-access.tsx';
import { TerminalSearch } from './terminal-search.tsx';
import type { TerminalLook, TerminalView } from './terminal-view.ts';

type TerminalPanelProps = {
  /** The host's number; undefined opens a shell. */
  terminal: number | undefined;
  onTerminal: (terminal: number) => void;
  onTitle: (title: string) => void;
  /** Told how to type into it, once it is drawn. */
  onType?: (type: (text: string) => void) => void;
  active: boolean;
};

/** How large a shell begins; the panel that draws it says its own size a moment later. */
const firstSize = { columns: 80, rows: 24 };

/** A shell in the project. It belongs to the host: a reload of the page finds it as it was. */
export function TerminalPanel(props: TerminalPanelProps) {
  const { terminals, rights } = useWorkspace();
  const [problem, setProblem] = useState<string>();
  useOwnShell(props, setProblem);
  if (!rights.run) return <ErrorState title={t('terminalRefused')}>{t('terminalRefusedWhy')}</ErrorState>;
  if (problem === undefined) return <Shell {...props} onProblem={setProblem} />;

  const again = () => {
    setProblem(undefined);
    void terminals.open(firstSize).then(
      (opened) => props.onTerminal(opened.id),
      (error: unknown) => setProblem(toHostProblem(error).message),
    );
  };
  return (
    <ErrorState title={t('terminalEnded')} action={<Button onClick={again}>{t('newTerminal')}</Button>}>
      {problem}
    </ErrorState>
  );
}

/** Opens a shell for a panel that has none, once there is a connection. */
function useOwnShell({ terminal, onTerminal }: TerminalPanelProps, onProblem: (message: string) => void): void {
  const { terminals, socket, rights } = useWorkspace();
  const connection = useStore(socket.state);
  const opening = useRef(false);
  const opened = useEffectEvent((id: number) => onTerminal(id));
  const failed = useEffectEvent((message: string) => onProblem(message));
  const wanted = terminal === undefined && connection === 'open' && rights.run;
  useEffect(() => {
    if (!wanted || opening.current) return;
    opening.current = true;
    terminals
      .open(firstSize)
      .then(({ id }) => opened(id))
      .catch((error: unknown) => failed(toHostProblem(error).message))
      .finally(() => {
        opening.current = false;
      });
  }, [wanted, terminals]);
}

function useLook(): TerminalLook {
  const { theme } = useTheme();
  const [size] = useSetting(terminalFontSize);
  const [blink] = useSetting(cursorBlink);
  return { theme, size, blink };
}

type ShellProps = TerminalPanelProps & { onProblem: (message: string) => void };

/** The screen of one terminal. */
function Shell({ terminal, onTitle, onType, onProblem, active }: ShellProps) {
  const workspace = useWorkspace();
  const { terminals, socket } = workspace;
  const [parent, setParent] = useState<HTMLDivElement | null>(null);
  const [view, setView] = useState<TerminalView>();
  const [exited, setExited] = useState(false);
  const [searching, setSearching] = useState(false);
  const look = useLook();
  const { theme, size, blink } = look;

  const draw = useEffectEvent(async (id: number, element: HTMLElement) => {
    const file = await import('./terminal-view.ts');
    return () =>
      new file.TerminalView({
        parent: element,
        look,
        link: (screen) => terminals.link(id, screen),
        connected: socket.state.get() === 'open',
        onTitle,
        onExit: setExited,
        onGone: () => onProblem(t('terminalGone')),
        onSearch: () => setSearching(true),
        onPlace: (path, place) => void openPlace(workspace, path, place),
      });
  });
  const drawn = useEffectEvent((made: TerminalView) => onType?.((text) => made.type(text)));

  useEffect(() => {
    if (terminal === undefined || !parent) return undefined;
    let closed = false;
    let made: TerminalView | undefined;
    void draw(terminal, parent).then((create) => {
      if (closed) return;
      made = create();
      drawn(made);
      setView(made);
    });
    return () => {
      closed = true;
      made?.dispose();
      setView(undefined);
    };
  }, [terminal, parent]);

  useEffect(() => view?.setLook({ theme, size, blink }), [view, theme, size, blink]);
  useEffect(() => {
    if (active) view?.focus();
  }, [active, view]);

  const onTyping = useCallback(
    (may: boolean, shown: { columns: number; rows: number } | undefined) => {
      if (shown) view?.setSize(shown);
      view?.setTyping(may);
    },
    [view],
  );

  return (
    <div className="relative flex h-full flex-col bg-sunken">
      {searching && view && <TerminalSearch view={view} onClose={() => setSearching(false)} />}
      <TerminalAccess terminal={terminal} onTyping={onTyping} />
      <div ref={setParent} className="min-h-0 flex-1 overflow-auto pt-1.5 pl-2" />
      {exited && (
        <p role="status" className="border-t border-line px-3 py-1 text-small text-muted">
          {t('shellEnded')}
        </p>
      )}
    </div>
  );
}
