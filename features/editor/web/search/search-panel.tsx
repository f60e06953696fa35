import { Spinner } from '@e-code/kernel/web';
import { useVirtualizer } from '@tanstack/react-virtual';
import { clsx } from 'clsx';
import { useEffect, useMemo, useRef, useState } from 'react';
import { toHostProblem } from '../host/problem.ts';
import { baseName, parentOf } from '../parts/paths.ts';
import { t } from '../texts.ts';
import { FileIcon } from '../tree/file-icon.tsx';
import { useWorkspace } from '../workspace/context.ts';
import { searchProject, type SearchMatch } from './search-project.ts';

/** After the last keystroke, in milliseconds. */
const pause = 180;

type SearchOptions = { readonly caseSensitive: boolean; readonly wholeWord: boolean; readonly regex: boolean };
type Found = {
  readonly query: string;
  readonly matches: readonly SearchMatch[];
  readonly truncated: boolean;
  readonly state: 'idle' | 'busy' | 'done';
  readonly problem?: string;
};
type Line =
  | { readonly kind: 'file'; readonly path: string; readonly count: number }
  | (SearchMatch & { readonly kind: 'match' });

const nothing: Found = { query: '', matches: [], truncated: false, state: 'idle' };

/** What is found so far. A new query ends the search before it. */
function useSearch(query: string, include: string, options: SearchOptions): Found {
  const { client } = useWorkspace();
  const [found, setFound] = useState(nothing);
  useEffect(() => {
    if (query === '') return undefined;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      setFound({ ...nothing, query, state: 'busy' });
      const globs = include.split(',').flatMap((glob) => glob.trim() || []);
      const take = (matches: readonly SearchMatch[]) =>
        setFound((now) => ({ ...now, matches: [...now.matches, ...matches] }));
      searchProject(client, { query, include: globs, ...options }, take, abort.signal).then(
        ({ truncated }) => setFound((now) => ({ ...now, truncated, state: 'done' })),
        (error: unknown) => {
          if (abort.signal.aborted) return;
          setFound({ ...nothing, query, state: 'done', problem: toHostProblem(error).message });
        },
      );
    }, pause);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [client, query, include, options]);
  return query === '' ? nothing : found;
}

/** Text in all files of the project, as it is typed. */
export function SearchPanel() {
  const { layout } = useWorkspace();
  const [query, setQuery] = useState('');
  const [include, setInclude] = useState('');
  const [options, setOptions] = useState({ caseSensitive: false, wholeWord: false, regex: false });
  const found = useSearch(query, include, options);
  const files = new Set(found.matches.map((match) => match.path)).size;
  return (
    <section aria-label={t('search')} className="flex h-full flex-col">
      <div className="flex flex-col gap-1.5 px-3 pt-2.5 pb-2">
        <div className="flex items-center rounded-control border border-line-strong bg-bg focus-within:border-focus">
          <input
            ref={(element) => element?.focus()}
            value={query}
            aria-label={t('search')}
            aria-invalid={found.problem !== undefined}
            placeholder={t('search')}
            spellCheck={false}
            onChange={(event) => setQuery(event.target.value)}
            className="h-7 min-w-0 flex-1 bg-transparent px-2 text-ui outline-none placeholder:text-faint"
          />
          {(['caseSensitive', 'wholeWord', 'regex'] as const).map((name) => (
            <OptionButton
              key={name}
              name={name}
              pressed={options[name]}
              onPress={() => setOptions((now) => ({ ...now, [name]: !now[name] }))}
            />
          ))}
        </div>
        <input
          value={include}
          aria-label={t('searchInclude')}
          placeholder={t('searchIncludeHint')}
          spellCheck={false}
          onChange={(event) => setInclude(event.target.value)}
          className="h-7 rounded-control border border-line-strong bg-bg px-2 text-ui outline-none placeholder:text-faint focus:border-focus"
        />
        <p role="status" className="flex h-5 items-center gap-1.5 text-small text-muted">
          {found.state === 'busy' && <Spinner />}
          {found.problem ??
            (found.state === 'idle' ? '' : t('searchResult', { count: found.matches.length, files: String(files) }))}
          {found.truncated && ` ${t('searchTruncated')}`}
        </p>
      </div>
      <Results
        matches={found.matches}
        onOpen={(match) =>
          layout.openFile(match.path, {
            place: { line: match.line, column: (match.ranges[0]?.start ?? 0) + 1 },
            focus: true,
          })
        }
      />
    </section>
  );
}

const optionTexts = {
  caseSensitive: ['Aa', 'matchCase'],
  wholeWord: ['ab', 'wholeWord'],
  regex: ['.*', 'regularExpression'],
} as const;

function OptionButton({
  name,
  pressed,
  onPress,
}: {
  name: keyof typeof optionTexts;
  pressed: boolean;
  onPress: () => void;
}) {
  const [sign, label] = optionTexts[name];
  return (
    <button
      type="button"
      aria-label={t(label)}
      title={t(label)}
      aria-pressed={pressed}
      onClick={onPress}
      className="mr-0.5 grid h-6 min-w-6 place-items-center rounded-small px-1 font-mono text-small text-muted hover:bg-hover aria-pressed:bg-selected aria-pressed:text-accent-text"
    >
      {sign}
    </button>
  );
}

function Results({ matches, onOpen }: { matches: readonly SearchMatch[]; onOpen: (match: SearchMatch) => void }) {
  const scroller = useRef<HTMLDivElement>(null);
  const lines = useMemo(() => byFile(matches), [matches]);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 26,
    overscan: 16,
  });
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-auto">
      <div role="list" style={{ height: virtual.getTotalSize() }} className="relative">
        {virtual.getVirtualItems().map((item) => {
          const line = lines[item.index];
          if (!line) return null;
          return (
            <div
              key={item.key}
              role="listitem"
              className="absolute inset-x-0 top-0 flex items-center"
              style={{ height: item.size, transform: `translateY(${item.start}px)` }}
            >
              {line.kind === 'file' ? <FileLine line={line} /> : <MatchLine match={line} onOpen={() => onOpen(line)} />}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function byFile(matches: readonly SearchMatch[]): Line[] {
  const files = new Map<string, SearchMatch[]>();
  for (const match of matches) {
    const own = files.get(match.path);
    if (own) own.push(match);
    else files.set(match.path, [match]);
  }
  return [...files].flatMap(([path, own]): Line[] => [
    { kind: 'file', path, count: own.length },
    ...own.map((match) => ({ ...match, kind: 'match' as const })),
  ]);
}

function FileLine({ line }: { line: Line & { kind: 'file' } }) {
  return (
    <div className="flex min-w-0 flex-1 items-center gap-1.5 px-3 text-ui" title={line.path}>
      <FileIcon path={line.path} />
      <span className="truncate">{baseName(line.path)}</span>
      <span className="min-w-0 flex-1 truncate text-small text-faint">{parentOf(line.path)}</span>
      <span className="text-small text-muted tabular-nums">{line.count}</span>
    </div>
  );
}

function MatchLine({ match, onOpen }: { match: SearchMatch; onOpen: () => void }) {
  const first = match.ranges[0]?.start ?? 0;
  // Long lines begin a little before what was found.
  const from = first > 60 ? first - 30 : match.text.length - match.text.trimStart().length;
  return (
    <button
      type="button"
      onClick={onOpen}
      className="flex h-full min-w-0 flex-1 items-center gap-2 pr-3 pl-8 text-left text-small hover:bg-hover focus-visible:-outline-offset-2"
    >
      <span className="min-w-0 flex-1 truncate font-mono text-muted">
        {pieces(match, from).map(({ text, hit, at }) => (
          <span key={at} className={clsx(hit && 'rounded-small bg-selection text-text')}>
            {text}
          </span>
        ))}
      </span>
      <span className="text-faint tabular-nums">{match.line}</span>
    </button>
  );
}

function pieces({ text, ranges }: SearchMatch, from: number): { text: string; hit: boolean; at: number }[] {
  const parts: { text: string; hit: boolean; at: number }[] = [];
  let at = from;
  for (const { start, end } of ranges) {
    if (start < at) continue;
    parts.push(
      { text: text.slice(at, start), hit: false, at },
      { text: text.slice(start, end), hit: true, at: start + 0.5 },
    );
    at = end;
  }
  return [...parts, { text: text.slice(at, at + 200), hit: false, at: at + 0.25 }];
}
