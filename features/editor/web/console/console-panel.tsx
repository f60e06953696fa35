import { Banner, Button, IconButton, useSetting } from '@e-code/kernel/web';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDownToLine, CircleX, Clock, Play, Search, X } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore, type RefObject } from 'react';
import type { Place } from '../layout/layout.ts';
import { useStore } from '../parts/store.ts';
import { RunOutcome } from '../run/run-outcome.tsx';
import { logTimestamps } from '../settings/editor-settings.ts';
import { t } from '../texts.ts';
import { useWorkspace } from '../workspace/context.ts';
import { openPlace } from '../workspace/open-place.ts';
import { ConsoleInput } from './console-input.tsx';
import { plainText, type LogSnapshot } from './log-lines.ts';
import { LogRow } from './log-row.tsx';

const icon = { size: 16, strokeWidth: 1.5 };
const lineHeight = 20;
/** Nearer to the end than this counts as at the end, in pixels. */
const nearEnd = 24;

/** What the program of the Run button says, and how it ended. */
export function ConsolePanel() {
  const workspace = useWorkspace();
  const { runs, rights } = workspace;
  const { log } = runs;
  const input = useRef<HTMLInputElement>(null);
  const snapshot = useSyncExternalStore(log.subscribe, log.snapshot);
  const [timestamps] = useSetting(logTimestamps);
  const [query, setQuery] = useState<string>();
  const wanted = (query ?? '').toLowerCase();
  const lines = useMemo(
    () =>
      wanted === '' ? snapshot.lines : snapshot.lines.filter((line) => plainText(line).toLowerCase().includes(wanted)),
    [snapshot, wanted],
  );
  const onPlace = useCallback((path: string, place: Place) => void openPlace(workspace, path, place), [workspace]);
  const { scroller, virtual, following, follow, onScroll } = useFollowing(lines.length, snapshot);
  useTypeFrom(scroller, input);

  return (
    <div className="flex h-full flex-col bg-sunken">
      <ConsoleBar query={query} onQuery={setQuery} following={following} onFollow={follow} />
      <div
        ref={scroller}
        onScroll={onScroll}
        role="log"
        aria-label={t('output')}
        aria-live="off"
        tabIndex={0}
        className="min-h-0 flex-1 overflow-auto py-1.5 font-mono text-ui outline-offset-[-2px]"
      >
        {lines.length === 0 && wanted === '' && <EmptyConsole canRun={rights.run} />}
        <div style={{ height: virtual.getTotalSize() }} className="relative">
          {virtual.getVirtualItems().map((item) => {
            const line = lines[item.index];
            if (!line) return null;
            return (
              <div
                key={item.key}
                ref={virtual.measureElement}
                data-index={item.index}
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <LogRow line={line} timestamps={timestamps} query={wanted} onPlace={onPlace} />
              </div>
            );
          })}
        </div>
      </div>
      <RunOutcome />
      <ConsoleInput ref={input} />
    </div>
  );
}

/** As in a terminal: a click into the output begins to type, unless it selected text or met a link; a letter does too. */
function useTypeFrom(output: RefObject<HTMLElement | null>, input: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const element = output.current;
    if (!element) return undefined;
    const leave = new AbortController();
    const type = () => input.current?.focus({ preventScroll: true });
    const onClick = ({ target }: MouseEvent) => {
      const link = target instanceof Element && target.closest('a, button') !== null;
      if (!link && getSelection()?.isCollapsed !== false) type();
    };
    const onKeyDown = ({ key, ctrlKey, metaKey, altKey, target }: KeyboardEvent) => {
      if (target === element && key.length === 1 && key !== ' ' && !ctrlKey && !metaKey && !altKey) type();
    };
    element.addEventListener('click', onClick, leave);
    element.addEventListener('keydown', onKeyDown, leave);
    return () => leave.abort();
  }, [output, input]);
}

type ConsoleBarProps = {
  query: string | undefined;
  onQuery: (query: string | undefined) => void;
  following: boolean;
  onFollow: () => void;
};

/** The command that runs, or the field to filter lines with; and how the lines are shown. */
function ConsoleBar({ query, onQuery, following, onFollow }: ConsoleBarProps) {
  const { runs } = useWorkspace();
  const [timestamps, setTimestamps] = useSetting(logTimestamps);
  return (
    <header className="flex h-8 shrink-0 items-center gap-0.5 border-b border-line px-1.5">
      {query === undefined ? (
        <PlanLine />
      ) : (
        <input
          // The field was just asked for.
          ref={(element) => element?.focus()}
          value={query}
          aria-label={t('findInConsole')}
          placeholder={t('filterLines')}
          spellCheck={false}
          onChange={(event) => onQuery(event.target.value)}
          onKeyDown={(event) => event.key === 'Escape' && onQuery(undefined)}
          className="h-6 min-w-0 flex-1 rounded-small border border-line-strong bg-bg px-2 text-ui outline-none focus:border-focus"
        />
      )}
      <IconButton
        label={t('findInConsole')}
        icon={query === undefined ? <Search {...icon} /> : <X {...icon} />}
        onClick={() => onQuery(query === undefined ? '' : undefined)}
      />
      <IconButton
        label={t('timestamps')}
        pressed={timestamps}
        icon={<Clock {...icon} />}
        onClick={() => setTimestamps(!timestamps)}
      />
      <IconButton
        label={t('followOutput')}
        pressed={following}
        icon={<ArrowDownToLine {...icon} />}
        onClick={onFollow}
      />
      <IconButton label={t('clearConsole')} icon={<CircleX {...icon} />} onClick={() => runs.log.clear()} />
    </header>
  );
}

/** Scrolls with new lines until the person scrolls up, and again when they come back to the end. */
function useFollowing(count: number, snapshot: LogSnapshot) {
  const scroller = useRef<HTMLDivElement>(null);
  const [following, setFollowing] = useState(true);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    overscan: 20,
  });
  useEffect(() => {
    if (following && count > 0) virtual.scrollToIndex(count - 1, { align: 'end' });
  }, [following, count, snapshot, virtual]);

  const last = useRef(0);
  function onScroll(): void {
    const element = scroller.current;
    if (!element) return;
    const up = element.scrollTop < last.current - 2;
    last.current = element.scrollTop;
    const atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < nearEnd;
    if (up && !atEnd) setFollowing(false);
    else if (atEnd) setFollowing(true);
  }
  return { scroller, virtual, following, onScroll, follow: () => setFollowing((on) => !on) };
}

/** How Run runs this project, in one line. */
function PlanLine() {
  const { runs } = useWorkspace();
  const plan = useStore(runs.plan);
  const command = plan?.command ?? plan?.staticFolder;
  return (
    <p className="min-w-0 flex-1 truncate px-1.5 text-small text-muted" title={plan?.explanation}>
      {plan && command != null && (
        <>
          <code className="font-mono text-text">
            {plan.command ?? t('servesFolder', { folder: plan.staticFolder || '.' })}
          </code>
          <span> {t('from', { source: plan.source })}</span>
        </>
      )}
    </p>
  );
}

function EmptyConsole({ canRun }: { canRun: boolean }) {
  const { runs } = useWorkspace();
  const plan = useStore(runs.plan);
  const problem = useStore(runs.problem);
  if (plan && plan.missing.length > 0) {
    return (
      <div className="flex flex-col gap-2 p-3 font-sans">
        {plan.missing.map(({ program, howToAdd }) => (
          <Banner key={program} tone="warning" title={t('programMissing', { program })}>
            {howToAdd}
          </Banner>
        ))}
      </div>
    );
  }
  if (problem) return null;
  return (
    <p className="px-3 font-sans text-muted">
      {plan?.explanation ?? t('consoleEmptyHint')}
      {canRun && plan && (
        <Button
          size="small"
          variant="ghost"
          icon={<Play size={12} strokeWidth={2} fill="currentColor" />}
          onClick={() => void runs.start()}
          className="ml-2"
        >
          {t('run')}
        </Button>
      )}
    </p>
  );
}
