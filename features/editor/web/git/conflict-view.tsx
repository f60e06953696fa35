import { Button, ErrorState, IconButton, toast } from '@e-code/kernel/web';
import type { ConflictSides } from '@e-code/host/contract';
import { ChevronDown, ChevronUp } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { TextSkeleton } from '../editor/file-panel.tsx';
import { baseName } from '../parts/paths.ts';
import { useStore } from '../parts/store.ts';
import { ConflictRegion, KeptLines } from './conflict-region.tsx';
import type { Repository } from './repository.ts';
import { t } from './texts.ts';
import { mergeThreeWays, type Region } from './three-way.ts';
import { useHost } from './use-host.ts';

type How = 'keep' | 'ours' | 'theirs' | 'delete';
type ConflictProps = { repository: Repository; path: string };

/** A file that both sides of a merge changed: place by place, with the whole of a side, or as it stands. */
export function ConflictView({ repository, path }: ConflictProps) {
  const asked = useHost(repository, 'git.conflict', { path });
  if (asked.kind === 'loading') return <TextSkeleton />;
  if (asked.kind === 'problem') {
    return <ErrorState title={t('resolve', { name: baseName(path) })}>{asked.problem.message}</ErrorState>;
  }
  return <Sides key={JSON.stringify(asked.answer)} repository={repository} path={path} sides={asked.answer} />;
}

/** Ends the conflict; what is shown next is the result as it will be committed. */
async function resolve(repository: Repository, path: string, how: How, text?: string): Promise<void> {
  const { client } = repository;
  const done = await repository.act(async () => {
    if (text !== undefined) await client.write(path, new TextEncoder().encode(text), 'any');
    return client.ask('git.resolve', { path, how });
  });
  if (!done) return;
  toast.success(t('resolved', { name: baseName(path) }));
  repository.show({ kind: 'diff', path, side: 'staged' });
}

function Sides({ repository, path, sides }: ConflictProps & { sides: ConflictSides }) {
  const { base, ours, theirs } = sides;
  const regions = useMemo(
    () => (ours === null || theirs === null ? undefined : mergeThreeWays(base ?? '', ours, theirs)),
    [base, ours, theirs],
  );
  const [results, setResults] = useState<ReadonlyMap<number, string>>(new Map());
  const scroller = useRef<HTMLDivElement>(null);
  const busy = useStore(repository.busy);
  const left = (regions ?? []).filter((region, index) => region.kind === 'conflict' && !results.has(index)).length;
  return (
    <section aria-label={t('resolve', { name: baseName(path) })} className="flex h-full flex-col">
      <header className="flex shrink-0 flex-wrap items-center gap-1.5 border-b border-line px-3 py-1.5">
        <h2 className="min-w-0 flex-1 basis-40 truncate font-medium">{path}</h2>
        {regions && (
          <>
            <span role="status" className="text-small text-muted">
              {t('conflictLeft', { count: left })}
            </span>
            <Steps scroller={scroller} />
          </>
        )}
        <Whole repository={repository} path={path} sides={sides} />
        {regions && (
          <Button
            size="small"
            variant="primary"
            disabled={left > 0}
            loading={busy}
            onClick={() => void resolve(repository, path, 'keep', textOf(regions, results))}
          >
            {t('markResolved')}
          </Button>
        )}
      </header>
      <div ref={scroller} className="min-h-0 flex-1 overflow-auto" tabIndex={0} role="group" aria-label={t('result')}>
        {regions === undefined && <p className="p-3 text-muted">{t('versionGone')}</p>}
        {regions?.map((region, index) =>
          region.kind === 'same' ? (
            <KeptLines key={index} lines={region.lines} />
          ) : (
            <ConflictRegion
              key={index}
              region={region}
              names={sides.names}
              result={results.get(index)}
              onResult={(text) => setResults(new Map(results).set(index, text))}
            />
          ),
        )}
      </div>
    </section>
  );
}

/** A decision that leaves nothing leaves no empty line either. */
const textOf = (regions: readonly Region[], results: ReadonlyMap<number, string>): string =>
  regions
    .flatMap((region, index) => {
      if (region.kind === 'same') return region.lines;
      const result = results.get(index) ?? '';
      return result === '' ? [] : result.split('\n');
    })
    .join('\n');

function Steps({ scroller }: { scroller: React.RefObject<HTMLDivElement | null> }) {
  const go = (step: 1 | -1): void => {
    const places = [...(scroller.current?.querySelectorAll<HTMLElement>('[data-conflict]') ?? [])];
    const at = places.findIndex((place) => place.contains(document.activeElement));
    const next = places[at === -1 && step === -1 ? places.length - 1 : (at + step + places.length) % places.length];
    next?.scrollIntoView({ block: 'center' });
    next?.focus();
  };
  const icon = { size: 16, strokeWidth: 1.5 };
  return (
    <>
      <IconButton size="small" label={t('previous')} icon={<ChevronUp {...icon} />} onClick={() => go(-1)} />
      <IconButton size="small" label={t('next')} icon={<ChevronDown {...icon} />} onClick={() => go(1)} />
    </>
  );
}

/** The file as one side has it, its absence where that side deleted it, or as somebody edited it by hand. */
function Whole({ repository, path, sides }: ConflictProps & { sides: ConflictSides }) {
  const button = (label: string, how: How) => (
    <Button size="small" onClick={() => void resolve(repository, path, how)}>
      {label}
    </Button>
  );
  return (
    <>
      {button(sides.ours === null && sides.kind.startsWith('D') ? t('deleteSide') : t('useOurs'), 'ours')}
      {button(sides.theirs === null && sides.kind.endsWith('D') ? t('deleteSide') : t('useTheirs'), 'theirs')}
      {button(t('keep'), 'keep')}
    </>
  );
}
