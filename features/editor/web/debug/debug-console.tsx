import type { ConsoleEntry, DebugSession } from '@e-code/host/contract';
import { IconButton } from '@e-code/kernel/web';
import { clsx } from 'clsx';
import { ChevronLeft, ChevronRight, CornerDownLeft, type LucideIcon } from 'lucide-react';
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { moveInHistory, type TypedHistory } from '../console/typed-history.ts';
import { toHostProblem } from '../host/problem.ts';
import { useStore } from '../parts/store.ts';
import { useWorkspace } from '../workspace/context.ts';
import { debuggerOf, type Debugger } from './debugger.ts';
import { t } from './texts.ts';
import { ValueRow } from './value-row.tsx';

/** Nearer to the end than this counts as at the end, in pixels. */
const nearEnd = 24;

/** What the program says, and a conversation with it that everybody sees. */
export function DebugConsole() {
  const owner = debuggerOf(useWorkspace());
  const entries = useStore(owner.entries);
  const { session } = useStore(owner.state);
  const list = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  useEffect(() => {
    if (following.current) list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [entries]);

  function onScroll(): void {
    const element = list.current;
    if (element) following.current = element.scrollHeight - element.scrollTop - element.clientHeight < nearEnd;
  }
  return (
    <div className="flex h-full flex-col bg-sunken">
      <div
        ref={list}
        role="log"
        aria-label={t('console')}
        tabIndex={0}
        onScroll={onScroll}
        className="min-h-0 flex-1 overflow-auto py-1.5 font-mono text-ui outline-offset-[-2px]"
      >
        {entries.length === 0 && <p className="px-3 font-sans text-muted">{t('consoleEmpty')}</p>}
        {entries.map((entry) => (
          <Entry key={entry.sequence} owner={owner} entry={entry} />
        ))}
      </div>
      {session !== null && session.status !== 'ended' && <ConsoleLine owner={owner} session={session} />}
    </div>
  );
}

const tones: Record<ConsoleEntry['kind'], string> = {
  output: '',
  note: 'text-muted',
  input: 'text-accent-text',
  result: '',
  failure: 'text-danger',
};

/** Beside questions and answers. */
const signs: Partial<Record<ConsoleEntry['kind'], LucideIcon>> = { input: ChevronRight, result: ChevronLeft };

/** Colours and moves of a terminal, which a list of lines does not have. */
// oxlint-disable-next-line no-control-regex -- escape sequences begin with a control character
const escapes = /\u001B\[[0-9;?]*[A-Za-z]/g;

function Entry({ owner, entry }: { owner: Debugger; entry: ConsoleEntry }) {
  const { kind, text, by, inside = 0 } = entry;
  if (kind === 'result' && inside > 0) {
    return (
      <ul className="px-1">
        <ValueRow
          owner={owner}
          variable={{ name: '', value: text, inside }}
          names={`entry/${entry.sequence}`}
          depth={0}
        />
      </ul>
    );
  }
  const Icon = signs[kind];
  return (
    <div className={clsx('flex items-start gap-1 px-3', tones[kind])} title={by}>
      {Icon && <Icon size={14} strokeWidth={2} aria-hidden className="mt-0.5 shrink-0" />}
      <span className="min-w-0 break-words whitespace-pre-wrap">{text.replace(escapes, '').replace(/\n$/, '')}</span>
      {kind === 'input' && by !== undefined && (
        <span className="ml-auto shrink-0 font-sans text-small text-muted">{by}</span>
      )}
    </div>
  );
}

/** While the program stands still, what is typed is evaluated; while it runs, it goes to the program. */
function ConsoleLine({ owner, session }: { owner: Debugger; session: DebugSession }) {
  const { client, rights } = useWorkspace();
  const frame = useStore(owner.standing)?.frame?.id;
  const [text, setText] = useState('');
  const [history, setHistory] = useState<TypedHistory>({ lines: [], at: 0 });
  const [offers, setOffers] = useState<readonly string[]>([]);
  const names = useId();
  if (!rights.run) return null;
  const stopped = session.status === 'stopped';

  async function send(): Promise<void> {
    const line = text;
    if (stopped && line.trim() === '') return;
    setText('');
    setOffers([]);
    setHistory(({ lines }) => ({ lines: [...lines, line], at: lines.length + 1 }));
    const asked = stopped
      ? client.ask('debug.evaluate', { expression: line, why: 'console', ...(frame !== undefined && { frame }) })
      : client.ask('debug.input', { text: `${line}\r` });
    // What went wrong with an expression stands in the console.
    await asked.catch((error: unknown) => toHostProblem(error));
  }
  async function complete(line: string): Promise<void> {
    if (!stopped || frame === undefined || !/[\w$.]$/.test(line)) return setOffers([]);
    const answer = await client.ask('debug.complete', { text: line, frame }).catch(() => undefined);
    const head = line.slice(0, line.length - (answer?.back ?? 0));
    setOffers(answer?.items.slice(0, 50).map(({ label }) => head + label) ?? []);
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    if (offers.length > 0 && text !== '') return;
    const moved = moveInHistory(history, event.key === 'ArrowUp' ? -1 : 1);
    setHistory(moved);
    setText(moved.lines[moved.at] ?? '');
    event.preventDefault();
  }
  return (
    <form
      className="flex shrink-0 items-center gap-1.5 border-t border-line bg-bg pr-1 pl-3"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <ChevronRight size={14} strokeWidth={2} className="shrink-0 text-accent-text" aria-hidden />
      <input
        value={text}
        list={names}
        aria-label={stopped ? t('evaluateHint') : t('inputHint')}
        placeholder={stopped ? t('evaluateHint') : t('inputHint')}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        enterKeyHint="send"
        onChange={(event) => {
          setText(event.target.value);
          void complete(event.target.value);
        }}
        onKeyDown={onKeyDown}
        className="h-8 min-w-0 flex-1 bg-transparent font-mono text-ui text-text outline-none placeholder:font-sans placeholder:text-faint pointer-coarse:h-11"
      />
      <datalist id={names}>
        {offers.map((offer) => (
          <option key={offer} value={offer}>
            {offer}
          </option>
        ))}
      </datalist>
      <IconButton size="small" type="submit" label={t('send')} icon={<CornerDownLeft size={14} strokeWidth={1.5} />} />
    </form>
  );
}
