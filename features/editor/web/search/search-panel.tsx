import { Button, IconButton, Spinner } from '@e-code/kernel/web';
import { RotateCw } from 'lucide-react';
import { useStore } from '../parts/store.ts';
import { useWorkspace } from '../workspace/context.ts';
import { countMatches } from './lines.ts';
import { type ProjectSearch, searchOf } from './project-search.ts';
import { Results } from './results.tsx';
import { SearchForm } from './search-form.tsx';
import { t } from './texts.ts';

/** Text in all files of the project, found as it is typed and replaced when asked. */
export function SearchPanel() {
  const workspace = useWorkspace();
  const search = searchOf(workspace);
  const form = useStore(search.form);
  const found = useStore(search.found);
  const replacing = form.replacement !== undefined && workspace.rights.write;
  return (
    <section aria-label={t('search')} className="flex h-full flex-col">
      <div className="flex flex-col gap-1.5 px-3 pt-2.5 pb-2">
        <SearchForm search={search} mayReplace={workspace.rights.write} />
        <Summary search={search} />
        {replacing && found.matches.length > 0 && <ReplaceAll search={search} />}
      </div>
      {form.query === '' ? (
        <p className="px-3 text-small text-muted">{t('emptyHint')}</p>
      ) : (
        <Results search={search} mayReplace={replacing} />
      )}
    </section>
  );
}

function Summary({ search }: { search: ProjectSearch }) {
  const { matches, state, truncated, problem, stale } = useStore(search.found);
  const { matches: count, files } = countMatches(matches);
  const text = summaryText({ count, files, state, problem });
  return (
    <div className="flex min-h-6 items-center gap-1.5 text-small text-muted">
      <p role="status" className="flex min-w-0 flex-1 items-center gap-1.5">
        {state === 'busy' && <Spinner />}
        <span className={problem === undefined ? undefined : 'text-danger'}>
          {text} {truncated && t('truncated', { count: matches.length })} {stale && t('changed')}
        </span>
      </p>
      {state === 'done' && (
        <IconButton
          size="small"
          label={t('searchAgain')}
          icon={<RotateCw className="size-3.5" />}
          onClick={() => void search.run()}
        />
      )}
    </div>
  );
}

type Shown = { count: number; files: number; state: 'idle' | 'busy' | 'done'; problem: string | undefined };

function summaryText({ count, files, state, problem }: Shown): string {
  if (problem !== undefined) return problem;
  if (count > 0) return t('result', { count, files: t('files', { count: files }) });
  return state === 'done' ? t('nothing') : '';
}

function ReplaceAll({ search }: { search: ProjectSearch }) {
  const { matches, state } = useStore(search.found);
  const busy = useStore(search.replacing);
  return (
    <Button
      size="small"
      loading={busy}
      disabled={state !== 'done'}
      onClick={() => void search.replace(matches)}
      className="self-start"
    >
      {t('replaceAll', { count: countMatches(matches).matches })}
    </Button>
  );
}
